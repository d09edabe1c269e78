//! Piece after piece of some content, from wherever the line broke.

mod place;

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use self::place::{Place, expires};
use super::downloaded::Downloaded;
use crate::client::runtime::within;
use crate::client::{Client, Deadline, ResponseBody, Stage, may_pass};
use crate::error::{Error, Kind};
use crate::jobs::transfer::progress::Listener;
use crate::jobs::transfer::resume::Stalls;
use crate::jobs::transfer::version::{ContentRange, ContentVersion};
use crate::wire::request::Parts;

pub(super) type OnVersion = Box<dyn FnMut(&ContentVersion) + Send>;

/// A download in flight.
pub(super) struct Fetch {
    client: Client,
    /// The endpoint's own request.
    request: Parts,
    /// Where the content is, once that is known: behind a redirect, or where the endpoint is.
    place: Option<Place>,
    body: Option<ResponseBody>,
    /// The first byte that is wanted, and the one behind the last, as the caller says.
    wanted: (u64, Option<u64>),
    /// The next byte, counted in the whole content.
    at: u64,
    /// How many bytes of this body come before it.
    skip: u64,
    /// The byte behind the last, once the length of the content is known.
    end: Option<u64>,
    /// The byte behind the last of this body, if it is a part of the content that says so.
    part_end: Option<u64>,
    /// Which version the bytes that are there, or come, are of.
    version: Option<ContentVersion>,
    /// The version that was told last.
    told: Option<ContentVersion>,
    /// Whether content has come, or come before.
    begun: bool,
    /// Whether the line broke and nothing tells what comes next to be of the same version.
    stranded: bool,
    headers: HeaderMap,
    stalls: Stalls,
    on_version: Option<OnVersion>,
    on_progress: Listener,
}

impl Fetch {
    #[inline]
    pub(super) fn new(
        client: Client,
        request: Parts,
        wanted: (u64, Option<u64>),
        resume: Option<(ContentVersion, u64)>,
        stalls: Stalls,
        (on_version, on_progress): (Option<OnVersion>, Listener),
    ) -> Self {
        // Without a byte there is nothing that another version could be mixed with.
        let resume = resume.filter(|(_, there)| *there > 0);
        let (version, there) = resume.map_or((None, 0), |(version, there)| (Some(version), there));
        let at = wanted.0.saturating_add(there);
        Self {
            client,
            request,
            place: None,
            body: None,
            wanted,
            at,
            skip: 0,
            // Of a range, all may be there already.
            end: wanted.1.filter(|end| at >= *end),
            part_end: None,
            told: version.clone(),
            begun: version.is_some(),
            version,
            stranded: false,
            headers: HeaderMap::new(),
            stalls,
            on_version,
            on_progress,
        }
    }

    /// How many of the wanted bytes are there.
    pub(super) fn transferred(&self) -> u64 {
        self.at.saturating_sub(self.wanted.0)
    }

    /// From the first wanted byte, whatever the content is by now.
    #[inline]
    pub(super) fn restart(&mut self) {
        (self.body, self.place, self.version, self.end) = (None, None, None, None);
        (self.at, self.stranded) = (self.wanted.0, false);
    }

    /// Whether what came is to be thrown away, and the content to be requested from its start, after an error that
    /// [`next`](Self::next) gave; waits where that is better.
    pub(super) async fn may_restart(&mut self, error: &Error) -> bool {
        error.kind() == Kind::Changed || self.stranded && self.stalls.again(&self.client).await
    }

    #[inline]
    pub(super) fn done(self) -> Downloaded {
        Downloaded {
            length: self.transferred(),
            version: self.version.unwrap_or_default(),
            headers: self.headers,
        }
    }

    /// The next piece; `None` behind the last one.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let piece = match self.deadline() {
            None => self.piece().await,
            Some(deadline) => {
                let left = deadline.left(self.client.environment().now()).unwrap_or(Duration::MAX);
                match within(left, pin!(self.piece())).await {
                    Ok(Some(piece)) => piece,
                    Ok(None) => Err(deadline.ran_out(Stage::Body)),
                    Err(error) => Err(error),
                }
            }
        };
        piece.map_err(|error| self.named(error))
    }

    /// Where the caller set a timeout: all that is sent for this download shares it, from its first piece on.
    fn deadline(&mut self) -> Option<Deadline> {
        self.request.options.timeout?;
        let now = self.client.environment().now();
        self.request.options.began.get_or_insert(now);
        Some(Deadline::of(&self.request, Duration::MAX, now))
    }

    /// Says which call an error is about.
    #[inline]
    pub(super) fn named(&self, error: Error) -> Error {
        error.of_call(&self.client.call_name(&self.request.method, self.request.template))
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let Some(body) = &mut self.body else {
                if self.end.is_some_and(|end| self.at >= end) {
                    return Ok(None);
                }
                if self.transferred() > 0 && !self.is_verifiable() {
                    return Err(unverifiable());
                }
                // Seldom, and large.
                match Box::pin(self.open()).await {
                    // Before there was anything, the client's own retries are all.
                    Err(error) if self.begun && may_pass(&error) => self.resume(error).await?,
                    opened => opened?,
                }
                continue;
            };
            match body.chunk().await {
                Ok(Some(piece)) => {
                    if let Some(piece) = self.take(piece)? {
                        return Ok(Some(piece));
                    }
                }
                Ok(None) => {
                    self.body = None;
                    match self.end {
                        // Nobody says how much it is: this was all.
                        None => self.end = Some(self.at),
                        Some(end) if self.at < end => self.resume(short()).await?,
                        Some(_) => {}
                    }
                }
                Err(error) if may_pass(&error) => {
                    self.body = None;
                    self.resume(error).await?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What of a piece is wanted.
    #[inline]
    fn take(&mut self, mut piece: Bytes) -> Result<Option<Bytes>, Error> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let skipped = length.min(self.skip);
        self.skip -= skipped;
        piece = piece.split_off(usize::try_from(skipped).unwrap_or(piece.len()));
        let limit = self.end.or(self.wanted.1);
        let fits = limit.map_or(u64::MAX, |limit| limit.saturating_sub(self.at));
        if length - skipped > fits {
            if self.wanted.1.is_none() {
                return Err(Error::new(Kind::Decode, "the content is longer than the service said"));
            }
            // Of a range that the service doesn't heed, the rest isn't wanted.
            piece.truncate(usize::try_from(fits).unwrap_or(usize::MAX));
            (self.body, self.end) = (None, limit);
        }
        if piece.is_empty() {
            return Ok(None);
        }
        let length = u64::try_from(piece.len()).unwrap_or_default();
        if self.part_end.is_some_and(|end| self.at.saturating_add(length) > end) {
            return Err(Error::new(Kind::Decode, "the part is longer than its `Content-Range` says"));
        }
        self.stalls.moved(length);
        self.at += length;
        let (transferred, total) =
            (self.transferred(), self.end.map(|end| end.saturating_sub(self.wanted.0)));
        self.on_progress.tell(transferred, total);
        Ok(Some(piece))
    }

    /// Whether to go on after `error`; waits where that is better.
    async fn resume(&mut self, error: Error) -> Result<(), Error> {
        if self.transferred() == 0 {
            // Whichever version comes next, nothing is there of another one.
            (self.version, self.end) = (None, None);
        } else if !self.is_verifiable() {
            self.stranded = true;
            let problem = format!("{}; {UNVERIFIABLE}", error.problem());
            let kind = error.kind();
            return Err(error.named(kind, problem));
        }
        if self.stalls.again(&self.client).await { Ok(()) } else { Err(error) }
    }

    #[inline]
    fn is_verifiable(&self) -> bool {
        self.version.as_ref().is_some_and(ContentVersion::is_verifiable)
    }

    /// Requests the content from where it goes on.
    async fn open(&mut self) -> Result<(), Error> {
        let response = match self.place {
            Some(_) => self.request_place().await?,
            None => self.find().await?,
        };
        let status = response.status();
        let range = ContentRange::of(response.headers());
        match status {
            // A 202 has no content yet.
            StatusCode::OK
            | StatusCode::CREATED
            | StatusCode::NON_AUTHORITATIVE_INFORMATION
            | StatusCode::NO_CONTENT
            | StatusCode::RESET_CONTENT => {
                // The length of a body that isn't there is 0.
                let empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT);
                self.accept(response, None, 0)?;
                self.end = self.end.or(empty.then_some(self.at));
                Ok(())
            }
            StatusCode::PARTIAL_CONTENT => {
                let length = response.body().length();
                match range.and_then(|range| range.start_of_part(self.at, length)) {
                    Some(start) => self.accept(response, range, start),
                    None => {
                        Err(Error::new(Kind::Decode, "the service sent another range than the one asked for"))
                    }
                }
            }
            // Everything was there already.
            StatusCode::RANGE_NOT_SATISFIABLE
                if self.transferred() > 0 && range.is_some_and(|range| range.total == Some(self.at)) =>
            {
                let now = ContentVersion::of(response.headers(), range);
                if let Some(version) = &self.version {
                    version.check(&now)?;
                }
                self.end = Some(self.at);
                Ok(())
            }
            _ if expires(status)
                && self.place.as_ref().is_some_and(|place| place.may_expire && place.worked) =>
            {
                self.place = None;
                let error = Error::from_response(self.client.collect(response).await?);
                self.resume(error).await
            }
            _ => Err(self.refused(response).await),
        }
    }

    /// Takes a response that begins with the byte `start`.
    #[inline]
    fn accept(
        &mut self,
        response: Response<ResponseBody>,
        range: Option<ContentRange>,
        start: u64,
    ) -> Result<(), Error> {
        let (head, body) = response.into_parts();
        let mut now = ContentVersion::of(&head.headers, range);
        match &self.version {
            Some(version) => {
                version.check_same(&now)?;
                now.fill_in(version);
            }
            None => {
                if let Some(call) = self.on_version.as_mut().filter(|_| self.told.as_ref() != Some(&now)) {
                    call(&now);
                }
                self.told = Some(now.clone());
            }
        }
        self.end = match (now.length, self.wanted.1) {
            (Some(length), Some(end)) => Some(end.min(length)),
            (Some(length), None) => Some(length),
            // Nobody says how long the content is: a range ends where it ends.
            (None, wanted) => {
                let sent = range.and_then(|range| range.bytes).map(|(_, end)| end);
                sent.map(|end| wanted.map_or(end, |wanted| wanted.min(end)))
            }
        };
        if self.end.is_some_and(|end| end < self.at) {
            return Err(short());
        }
        self.skip = self.at.saturating_sub(start);
        self.part_end = range.and_then(|range| range.bytes).map(|(_, end)| end);
        self.begun = true;
        self.version = Some(now);
        self.headers = head.headers;
        self.body = Some(body);
        if let Some(place) = &mut self.place {
            place.worked = true;
        }
        Ok(())
    }
}

const UNVERIFIABLE: &str = "no strong `ETag` and no `Last-Modified` tells whether the rest is of the same version; \
                            download the content from its start";

#[inline]
fn unverifiable() -> Error {
    Error::new(Kind::Changed, format!("the download can't be resumed: {UNVERIFIABLE}"))
}

#[inline]
fn short() -> Error {
    Error::new(Kind::Transport, "the content is shorter than the service said")
}
