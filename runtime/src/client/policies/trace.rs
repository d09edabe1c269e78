//! Spans of calls and attempts, with OpenTelemetry's names. They show methods, path templates, statuses and ids, and
//! never a value: `/users/<id>`, not whose.
//! <https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span>

#[cfg(feature = "tracing")]
pub(in crate::client) use self::on::{Attempt, Call, retrying};

#[cfg(not(feature = "tracing"))]
pub(in crate::client) use self::off::{Attempt, Call, retrying};

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;
    use std::time::{Duration, Instant};

    use http::{HeaderMap, Response};
    use reqwest::Url;
    use tracing::field::Empty;
    use tracing::{Instrument as _, Level, Span, debug, span};

    use crate::client::ResponseBody;
    use crate::error::Error;
    use crate::wire::request::Parts;

    type Outcome = Result<Response<ResponseBody>, Error>;

    /// The span of a call, from the first attempt to the last.
    pub(in crate::client) struct Call {
        span: Span,
    }

    impl Call {
        pub(in crate::client) fn begin(parts: &Parts) -> Self {
            let span = span!(
                Level::INFO,
                "graph.call",
                otel.name = %format_args!("{} {}", parts.method, parts.template),
                otel.kind = "internal",
                http.request.method = %parts.method,
                url.template = parts.template,
                graph.client_request_id = text(&parts.headers, "client-request-id"),
                graph.request_id = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
            );
            Self { span }
        }

        pub(in crate::client) fn follow<F: Future>(
            &self,
            call: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            call.instrument(self.span.clone())
        }

        pub(in crate::client) fn end(&self, outcome: &Outcome) {
            record(&self.span, outcome);
        }
    }

    /// The span of one request over the wire.
    pub(in crate::client) struct Attempt {
        span: Span,
        start: Instant,
    }

    impl Attempt {
        pub(in crate::client) fn begin(parts: &Parts, url: &Url, count: u32) -> Self {
            let span = span!(
                Level::INFO,
                "graph.request",
                otel.name = %format_args!("{} {}", parts.method, parts.template),
                otel.kind = "client",
                http.request.method = %parts.method,
                http.request.resend_count = (count > 0).then_some(count),
                url.template = parts.template,
                url.scheme = url.scheme(),
                server.address = url.host_str(),
                server.port = url.port_or_known_default(),
                graph.request_id = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
            );
            Self { span, start: Instant::now() }
        }

        pub(in crate::client) fn follow<F: Future>(
            &self,
            attempt: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            attempt.instrument(self.span.clone())
        }

        pub(in crate::client) fn end(&self, outcome: &Outcome) {
            record(&self.span, outcome);
            let duration = self.start.elapsed().as_secs_f64();
            self.span.in_scope(|| match outcome {
                Ok(response) => {
                    debug!(http.response.status_code = response.status().as_u16(), duration, "answered");
                }
                Err(error) => debug!(error.type = error.kind().name(), duration, "not answered"),
            });
        }
    }

    /// A call is about to be tried once more.
    pub(in crate::client) fn retrying(count: u32, wait: Duration) {
        debug!(http.request.resend_count = count, wait = wait.as_secs_f64(), "trying again");
    }

    fn record(span: &Span, outcome: &Outcome) {
        match outcome {
            Ok(response) => {
                let status = response.status();
                span.record("http.response.status_code", status.as_u16());
                if let Some(id) = text(response.headers(), "request-id") {
                    span.record("graph.request_id", id);
                }
                if !status.is_success() {
                    span.record("error.type", status.as_str());
                }
            }
            Err(error) => {
                span.record("error.type", error.kind().name());
            }
        }
    }

    fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        headers.get(name)?.to_str().ok()
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::future::Future;
    use std::time::Duration;

    use http::Response;
    use reqwest::Url;

    use crate::client::ResponseBody;
    use crate::error::Error;
    use crate::wire::request::Parts;

    type Outcome = Result<Response<ResponseBody>, Error>;

    pub(in crate::client) struct Call;

    impl Call {
        pub(in crate::client) fn begin(_: &Parts) -> Self {
            Self
        }

        pub(in crate::client) fn follow<F: Future>(&self, call: F) -> F {
            call
        }

        pub(in crate::client) fn end(&self, _: &Outcome) {}
    }

    pub(in crate::client) struct Attempt;

    impl Attempt {
        pub(in crate::client) fn begin(_: &Parts, _: &Url, _: u32) -> Self {
            Self
        }

        pub(in crate::client) fn follow<F: Future>(&self, attempt: F) -> F {
            attempt
        }

        pub(in crate::client) fn end(&self, _: &Outcome) {}
    }

    pub(in crate::client) fn retrying(_: u32, _: Duration) {}
}
