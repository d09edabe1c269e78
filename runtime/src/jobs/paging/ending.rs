//! What a page says of the rest of its list, and what is no page: it ends the list, behind the page's items.

use http::Response;

use crate::error::{Error, Kind};
use crate::types::page::Page;
use crate::wire::response::is_error;

/// Where a service writes an error that it met after the items had been begun.
const ERROR: &str = "error";

/// The error behind a page, if it ends with one: the service's own, or about a next link that is no text.
pub(super) fn behind<T>(page: &Page<T>) -> Option<Error> {
    if let Some(error) = page.annotations.get(ERROR) {
        let body = format!(r#"{{"{ERROR}":{error}}}"#);
        if is_error(body.as_bytes()) {
            return Some(Error::from_response(Response::new(body.into())));
        }
    }
    page.has_odd_next_link().then(|| {
        let problem = "@odata.nextLink: expected a URL as text, found something else; the list goes on there, what came \
                       until then is good";
        Error::new(Kind::Decode, problem)
    })
}
