//! Slice after slice, until the service has everything: what it answers decides what is sent next.

use bytes::Bytes;
use http::header::{CONTENT_RANGE, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};

use super::position::Position;
use super::{Create, OnSession, Uploaded};
use crate::client::{Bearer, Client, Reading, ResponseBody, may_pass, success};
use crate::error::{Error, Kind, is_markup};
use crate::jobs::transfer::progress::Listener;
use crate::jobs::transfer::resume::Stalls;
use crate::jobs::transfer::session::{State, UploadSession};
use crate::jobs::transfer::source::Opened;
use crate::wire::body::Body;
use crate::wire::response::undisguised;

/// How often a session that is gone is replaced by another one.
const SESSIONS: u32 = 3;
/// What errors call one of them: the call that made the session has been answered by then.
const SLICE: &str = "a slice";
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// An upload in flight.
pub(super) struct Job {
    pub(super) client: Client,
    pub(super) template: &'static str,
    pub(super) source: Opened,
    pub(super) slice_size: u64,
    pub(super) stalls: Stalls,
    pub(super) on_progress: Listener,
}

/// What a response of the session, or the lack of one, means.
enum Next {
    Done(Response<Bytes>),
    /// Go on there.
    At(Position),
    /// Ask the service where it stands; the error is what led here.
    Ask(Error),
    /// The session is no more.
    Gone(Error),
}

impl Job {
    pub(super) async fn run(
        mut self,
        create: Option<Create>,
        mut saved: Option<UploadSession>,
        mut on_session: Option<OnSession>,
    ) -> Result<Uploaded, Error> {
        let mut sessions = 0;
        loop {
            let gone = match (saved.take(), &create) {
                (Some(session), _) => self.resume(&session).await?,
                (None, Some(create)) => {
                    sessions += 1;
                    let session = self.create(create).await?;
                    if let Some(call) = &mut on_session {
                        call(&session);
                    }
                    self.begin(&session).await?
                }
                (None, None) => return Err(Error::build("there is no session to upload to")),
            };
            match gone {
                Ok(uploaded) => return Ok(uploaded),
                Err(_) if create.is_some() && sessions < SESSIONS => {}
                Err(error) => return Err(expired(error)),
            }
        }
    }

    async fn create(&mut self, create: &Create) -> Result<UploadSession, Error> {
        (create.decode)(success(self.client.fetch(create.request.clone()).await?)?)
    }

    /// Uploads to a new session. The inner error: it is gone.
    async fn begin(&mut self, session: &UploadSession) -> Result<Result<Uploaded, Error>, Error> {
        let start = Position::start(self.source.length());
        let next = Next::At(start.expected(&session.next_expected_ranges)?);
        self.run_session(session, next).await
    }

    /// Uploads to a saved session what is still missing there.
    async fn resume(&mut self, session: &UploadSession) -> Result<Result<Uploaded, Error>, Error> {
        let next = self.ask(session, None).await?;
        self.run_session(session, next).await
    }

    /// Uploads what is missing. A session that holds a part of a source which is no longer there is deleted, so that
    /// nobody completes it with something else.
    async fn run_session(
        &mut self,
        session: &UploadSession,
        next: Next,
    ) -> Result<Result<Uploaded, Error>, Error> {
        let (response, outcome) = match self.slices(session, next).await {
            Ok(Ok(response)) => {
                let outcome = self.source.check().await;
                (Some(response), outcome)
            }
            Ok(Err(gone)) => return Ok(Err(gone)),
            Err(error) => (None, Err(error)),
        };
        match (response, outcome) {
            (Some(response), Ok(())) => {
                let total = self.source.length();
                self.on_progress.tell(total, Some(total));
                Ok(Ok(Uploaded::new(response)))
            }
            // The item is there: as the source was before.
            (Some(response), Err(error))
                if error.kind() == Kind::Changed && response.status() != StatusCode::ACCEPTED =>
            {
                Err(changed_behind(&error))
            }
            (_, Err(error)) => {
                if error.kind() == Kind::Changed {
                    // As good as it goes: a session that stays expires.
                    let _ = self.client.cancel_upload(session).await;
                }
                Err(error)
            }
            (None, Ok(())) => Err(too_early()),
        }
    }

    /// Slice after slice, until the service has all of them.
    async fn slices(
        &mut self,
        session: &UploadSession,
        mut next: Next,
    ) -> Result<Result<Response<Bytes>, Error>, Error> {
        let total = self.source.length();
        let mut position: Option<Position> = None;
        // How far the service has ever been, once it has said so.
        let mut furthest = None;
        // Whether the last bytes may have arrived without our knowing.
        let mut unsure = false;
        loop {
            next = match next {
                Next::Done(response) => return Ok(Ok(response)),
                Next::Gone(_) if unsure => return Err(fate_unknown()),
                Next::Gone(error) => return Ok(Err(error)),
                Next::Ask(error) => {
                    unsure |= position.is_some_and(|position| position.is_complete());
                    if !self.stalls.again(&self.client).await {
                        return Err(error);
                    }
                    match self.ask(session, position).await {
                        Err(failed) if may_pass(&failed) => Next::Ask(failed),
                        // Not every service can be asked.
                        Err(refused) if refused.is_status() => return Err(error),
                        next => next?,
                    }
                }
                Next::At(at) => {
                    self.note(&mut furthest, at);
                    self.on_progress.tell(at.transferred(), Some(total));
                    let (sent, retried, next) = self.send(session, at).await?;
                    position = Some(sent);
                    unsure = retried && sent.is_complete();
                    if let Next::At(after) = &next {
                        self.note(&mut furthest, *after);
                        self.watch(at, sent, *after).await?;
                    }
                    next
                }
            };
        }
    }

    /// Counts how much further the service has got than ever before.
    #[inline]
    fn note(&mut self, furthest: &mut Option<u64>, at: Position) {
        let before = *furthest.get_or_insert(at.start);
        self.stalls.moved(at.start.saturating_sub(before));
        *furthest = Some(before.max(at.start));
    }

    /// An upload ends that goes nowhere, or in smaller and smaller steps: a service that takes less than was sent, or
    /// asks for less than would be sent, may do so only as often as a line may break.
    async fn watch(&mut self, before: Position, sent: Position, after: Position) -> Result<(), Error> {
        let steps = after.start < sent.start || !before.is_full(self.slice_size);
        if steps && !self.stalls.again(&self.client).await {
            let problem = if after.start <= before.start {
                "the service asks for the same bytes again and again"
            } else {
                "the service takes too few bytes at a time"
            };
            return Err(Error::new(Kind::Decode, problem));
        }
        Ok(())
    }

    /// Sends one slice: where that leads to if it is taken, whether it was sent more than once, and what follows.
    async fn send(&mut self, session: &UploadSession, at: Position) -> Result<(Position, bool, Next), Error> {
        let slice = self.source.read(at.start, at.length(self.slice_size)).await?;
        let after = at.advanced(slice.len());
        let mut parts = self.client.link(
            Method::PUT,
            &session.upload_url,
            self.template,
            "the upload URL",
            Bearer::Never,
        )?;
        let last = after.start.saturating_sub(1);
        let range = format!("bytes {}-{last}/{}", at.start, self.source.length());
        let range = HeaderValue::try_from(range)
            .map_err(|source| Error::build("the range can't be a header").with_source(source))?;
        parts.headers.insert(CONTENT_RANGE, range);
        parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        parts.body = Body::new("application/octet-stream", slice.clone())?;
        let outcome = self.client.execute(&mut parts, Reading::Whole).await;
        let outcome = outcome.map(|response| response.map(ResponseBody::into_read));
        let outcome = outcome.map_err(|error| error.of_step(SLICE));
        let retried = parts.headers.contains_key(RETRY_ATTEMPT);
        drop(parts);
        self.source.give_back(slice);
        let next = match outcome {
            Ok(response) => judge(response, after)?,
            Err(error) if may_pass(&error) => Next::Ask(error),
            Err(error) => return Err(error),
        };
        Ok((after, retried, next))
    }

    /// Asks the service which bytes it still wants; `position` is where the upload stands, if anything was sent.
    async fn ask(&mut self, session: &UploadSession, position: Option<Position>) -> Result<Next, Error> {
        let request = self.client.link(
            Method::GET,
            &session.upload_url,
            self.template,
            "the upload URL",
            Bearer::Never,
        )?;
        let of_session = |error: Error| error.of_step("the state of the session");
        let response = self.client.fetch(request).await.map_err(of_session)?;
        if is_gone(Some(response.status())) {
            return Ok(Next::Gone(Error::from_response(response)));
        }
        let response = success(response).and_then(undisguised).map_err(of_session)?;
        let state = State::read(response.body());
        match state.ranges {
            Some(ranges) if !ranges.is_empty() => Ok(Next::At(match position {
                Some(position) => position.expected(&ranges)?,
                None => Position::resumed(&ranges, self.source.length())?,
            })),
            // It wants nothing more, or is an item already.
            ranges if ranges.is_some() || state.has_id => match position {
                Some(position) if !position.is_complete() => Err(too_early()),
                _ => Ok(Next::Done(response)),
            },
            _ => Err(Error::new(Kind::Decode, "nextExpectedRanges: the property is missing")),
        }
    }
}

/// What the response to a slice means; `after` is where the upload stands if it was taken.
#[inline]
fn judge(response: Response<Bytes>, after: Position) -> Result<Next, Error> {
    let status = response.status();
    if status.is_success() {
        let response = undisguised(response)?;
        let state = State::read(response.body());
        return match state.ranges {
            Some(ranges)
                if !ranges.is_empty() && status != StatusCode::CREATED && !after.is_behind_all(&ranges) =>
            {
                Ok(Next::At(after.expected(&ranges)?))
            }
            _ if is_markup(response.body()) => Ok(Next::Ask(no_response_of_the_service(response))),
            _ if after.is_complete() => Ok(Next::Done(response)),
            _ if status == StatusCode::ACCEPTED => Ok(Next::At(after)),
            _ => Err(too_early()),
        };
    }
    let error = Error::from_response(response).of_step(SLICE);
    match status {
        StatusCode::RANGE_NOT_SATISFIABLE => Ok(Next::Ask(error)),
        _ if is_gone(Some(status)) => Ok(Next::Gone(error)),
        // The client has waited for 503 as long as it may.
        _ if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE => Ok(Next::Ask(error)),
        _ => Err(error),
    }
}

pub(super) fn is_gone(status: Option<StatusCode>) -> bool {
    matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::GONE))
}

/// Something stands between, and nobody knows whether the bytes arrived.
#[inline]
fn no_response_of_the_service(response: Response<Bytes>) -> Error {
    let problem = "the response to the upload is HTML or XML; a proxy or a sign-in page may stand between";
    Error::from_response(response).named(Kind::Decode, problem)
}

#[inline]
fn too_early() -> Error {
    Error::new(Kind::Decode, "the service ended the upload before all bytes were sent")
}

#[inline]
fn changed_behind(error: &Error) -> Error {
    let problem = format!("{}; what was uploaded is complete, as the source was before", error.problem());
    Error::new(Kind::Changed, problem)
}

#[inline]
fn expired(error: Error) -> Error {
    error.named(
        Kind::Expired,
        "the upload session is gone: it was completed, cancelled or has expired; the upload needs a new one",
    )
}

#[inline]
fn fate_unknown() -> Error {
    Error::new(
        Kind::Transport,
        "the line broke behind the last bytes, and the session is gone: the upload may be complete, look before \
         you upload again",
    )
}
