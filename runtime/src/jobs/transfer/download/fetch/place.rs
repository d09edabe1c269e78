//! Where the content is: at the endpoint, or behind its redirect, at a URL that is good for some minutes.

use http::header::{IF_RANGE, LOCATION, RANGE};
use http::{HeaderValue, Method, Response, StatusCode};
use reqwest::Url;

use super::Fetch;
use crate::client::{Bearer, Reading, ResponseBody};
use crate::error::{Error, Kind};
use crate::jobs::transfer::version::ContentVersion;
use crate::wire::request::Parts;
use crate::wire::response::url_in;

/// What errors call the URL that a redirect gave.
const LOCATION_OF_CONTENT: &str = "the download location";

pub(super) struct Place {
    request: Parts,
    /// Behind a redirect: such a URL is good for some minutes, then the endpoint knows another one.
    pub(super) may_expire: bool,
    /// Whether content has come from there.
    pub(super) worked: bool,
}

impl Fetch {
    /// Asks the endpoint where the content is. If it is right there, and wanted from its start, this is it.
    pub(super) async fn find(&mut self) -> Result<Response<ResponseBody>, Error> {
        let mut request = self.request.clone();
        request.options.returns_redirects = true;
        let response = self.client.execute(&mut request, Reading::Head).await?;
        if let Some(url) = self.redirect(&response)? {
            drop(response);
            let request = self.client.link(
                Method::GET,
                url.as_str(),
                self.request.template,
                LOCATION_OF_CONTENT,
                Bearer::AtHome,
            )?;
            self.place = Some(Place { request, may_expire: true, worked: false });
            return self.request_place().await;
        }
        let (request, worked) = (self.request.clone(), response.status().is_success());
        if worked {
            self.place = Some(Place { request, may_expire: false, worked });
        }
        if worked && (self.at > 0 || self.wanted.1.is_some()) {
            drop(response);
            return self.request_place().await;
        }
        Ok(response)
    }

    /// Where a response leads, if it does.
    #[inline]
    fn redirect(&self, response: &Response<ResponseBody>) -> Result<Option<Url>, Error> {
        let redirects = response.status().is_redirection();
        if !redirects || !response.headers().contains_key(LOCATION) {
            return Ok(None);
        }
        url_in(response.headers(), LOCATION)
            .and_then(|location| Url::parse(&self.request.url).ok()?.join(location).ok())
            .map(Some)
            .ok_or_else(|| Error::new(Kind::Redirect, "the response redirects to what is not a URL"))
    }

    /// Requests what is left, where the content is.
    pub(super) async fn request_place(&mut self) -> Result<Response<ResponseBody>, Error> {
        let mut request = match &self.place {
            Some(place) => place.request.clone(),
            None => self.request.clone(),
        };
        if self.at > 0 || self.wanted.1.is_some() {
            let last = self.wanted.1.map(|end| end.saturating_sub(1).to_string()).unwrap_or_default();
            let range = HeaderValue::try_from(format!("bytes={}-{last}", self.at))
                .map_err(|source| Error::build("the range can't be a header").with_source(source))?;
            request.headers.insert(RANGE, range);
            if let Some(validator) = self.version.as_ref().and_then(ContentVersion::if_range) {
                request.headers.insert(IF_RANGE, validator);
            }
        }
        let response = self.client.execute(&mut request, Reading::Head).await;
        response.map_err(|error| self.at_its_place(error))
    }

    /// What a response says that has no content.
    pub(super) async fn refused(&mut self, response: Response<ResponseBody>) -> Error {
        match self.client.collect(response).await {
            Ok(response) => self.at_its_place(Error::from_response(response)),
            Err(error) => error,
        }
    }

    /// Says that it wasn't the endpoint, if it wasn't: its token and its path are not what is wrong.
    fn at_its_place(&self, error: Error) -> Error {
        match &self.place {
            Some(place) if place.may_expire => error.of_step(LOCATION_OF_CONTENT),
            _ => error,
        }
    }
}

/// What a URL answers that was good for some minutes only.
pub(super) fn expires(status: StatusCode) -> bool {
    matches!(status.as_u16(), 401 | 403 | 404 | 410)
}
