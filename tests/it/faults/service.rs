//! The service of a run, and the other host that it sometimes leads to.

use std::time::{Duration, SystemTime};

use graph_endpoint::Environment as _;

use super::aside::SECOND;
use super::batch;
use super::fault::{Fault, Response, RetryAfter};
use super::jobs::{self, CONTENT};
use super::world::{End, World};
use crate::support::server::{Reply, Seen};

/// After so many visits all goes well.
const PATIENCE: u32 = 8;

/// A request to the base's host.
pub(super) fn home(world: &mut World, seen: &Seen) -> Reply {
    // By another name this machine is another host.
    if seen.header("host") != Some(world.home.as_str()) {
        return elsewhere(world, seen);
    }
    world.tally.requests += 1;
    let token = seen.header("authorization").and_then(|value| value.strip_prefix("Bearer token-"));
    let Some(token) = token.and_then(|token| token.parse::<u32>().ok()) else {
        world.wrong.push(format!("{} {} without a token", seen.method, seen.target));
        return reply(Response::new(400, ""));
    };
    if let Some(others) = world.together.clone().filter(|_| seen.target.starts_with("/v1.0/last/")) {
        return Reply::Together(others, Box::new(reply(Response::new(200, ""))));
    }
    check_pause(world, seen);
    let visit = world.visit(&format!("{} {}", seen.method, seen.target));
    let mut rng = world.dice.of(&format!("{} {}", seen.method, seen.target), visit);
    let silent = world.impatient;
    let fault = match Fault::choose(&mut rng, silent) {
        _ if visit > PATIENCE => Fault::None,
        Fault::SeeOther { .. } if !has_a_result(seen) => Fault::None,
        // nginx takes them for the response.
        Fault::EarlyHints if world.in_front.is_some() => Fault::None,
        // What was done already must not be done again for a token's sake.
        Fault::None if seen.target.starts_with("/v1.0/results/") && rng.bool() => {
            Fault::Revoked { claims: true }
        }
        fault => fault,
    };
    if fault != Fault::None {
        world.tally.faults += 1;
    }
    if let Fault::Revoked { .. } = fault {
        world.revoked = world.revoked.max(token);
    }
    if token <= world.revoked {
        return refuse_token(&fault);
    }
    let response = match &fault {
        Fault::Moved { status, elsewhere } => moved(world, seen, *status, *elsewhere, rng.bool()),
        Fault::SeeOther { elsewhere } if seen.method == "GET" => moved(world, seen, 303, *elsewhere, true),
        Fault::SeeOther { elsewhere } => see_other(world, seen, *elsewhere),
        _ => serve(world, seen, &fault, &mut rng),
    };
    if let Fault::Refused { retry_after: Some(wait), .. }
    | Fault::GatewayTimeout { retry_after: Some(wait), .. } = fault
    {
        pause(world, seen, wait);
    }
    fault.send(response)
}

/// A request to any other host.
pub(super) fn elsewhere(world: &mut World, seen: &Seen) -> Reply {
    world.tally.requests += 1;
    world.tally.elsewhere += 1;
    let told = ["authorization", "client-request-id", "cookie"].map(|name| seen.header(name));
    world.assert(told == [None; 3], || format!("another host was told {told:?}"));
    world.assert(!seen.target.contains("strange"), || "a link to another host was followed".to_owned());
    let thing = format!("elsewhere: {} {}", seen.method, seen.target);
    let visit = world.visit(&thing);
    let mut rng = world.dice.of(&thing, visit);
    let silent = world.impatient;
    let fault = match Fault::choose(&mut rng, silent) {
        Fault::Moved { .. } | Fault::SeeOther { .. } | Fault::Revoked { .. } => Fault::None,
        Fault::EarlyHints if world.in_front.is_some() => Fault::None,
        _ if visit > PATIENCE => Fault::None,
        fault => fault.insolent(&mut rng),
    };
    world.tally.days += u64::from(matches!(
        fault,
        Fault::Refused { retry_after: Some(RetryAfter::Seconds(text)), .. } if text.len() > 4
    ));
    let response = serve(world, seen, &fault, &mut rng);
    fault.send(response)
}

/// Whether there is something to see at another address, once it is done.
fn has_a_result(seen: &Seen) -> bool {
    !seen.target.starts_with(batch::TARGET) && !seen.target.contains("/createUploadSession")
}

fn reply(response: Response) -> Reply {
    Fault::None.send(response)
}

/// Who has to wait. Records are written one after the other, so that a pause is for all of them. Of the list two pages
/// are in flight at once: the other one may have been sent before the client could know, so that only the same page's
/// next try surely had to wait.
fn paused(seen: &Seen) -> &str {
    let number = record(seen).rsplit('-').next().and_then(|number| number.parse::<u32>().ok());
    match number {
        // A second client's, at the same time.
        Some(number) if number >= SECOND => &seen.target,
        _ if seen.target.starts_with("/v1.0/things")
            || seen.target.starts_with("/v1.0/files")
            || record(seen) == jobs::COPY =>
        {
            &seen.target
        }
        _ => "records",
    }
}

fn check_pause(world: &mut World, seen: &Seen) {
    let now = world.time.date();
    let until = world.pauses.get(paused(seen)).copied().unwrap_or(SystemTime::UNIX_EPOCH);
    // A response that the client didn't wait for can't be heeded, nor one that ends with the connection that it shares.
    let unheard = world.impatient
        || world.aside.may_be_deaf()
        || world.in_front.is_some()
        || (world.called_off && paused(seen) != "records");
    let early = until.duration_since(now).unwrap_or_default();
    world.assert(early.is_zero() || unheard, || {
        format!("{} {} came {early:?} before Retry-After", seen.method, seen.target)
    });
}

fn pause(world: &mut World, seen: &Seen, wait: RetryAfter) {
    let until = match wait {
        RetryAfter::Seconds(text) => world.time.date() + Duration::from_secs_f64(text.parse().unwrap()),
        RetryAfter::Date(seconds) => whole(world.time.date()) + Duration::from_secs(seconds),
    };
    world.tally.pauses += 1;
    let pause = world.pauses.entry(paused(seen).to_owned()).or_insert(until);
    *pause = until.max(*pause);
}

/// Dates on the wire have whole seconds.
fn whole(date: SystemTime) -> SystemTime {
    httpdate::parse_http_date(&httpdate::fmt_http_date(date)).unwrap()
}

fn refuse_token(fault: &Fault) -> Reply {
    let response = Response::new(401, r#"{"error":{"code":"InvalidAuthenticationToken","message":"gone"}}"#);
    // {"access_token":{"nbf":{"essential":true,"value":"1"}}}
    let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";
    reply(match fault {
        Fault::Revoked { claims: true } => {
            response.header("WWW-Authenticate", format!("Bearer claims=\"{claims}\""))
        }
        _ => response,
    })
}

/// The same thing at another address.
fn moved(world: &World, seen: &Seen, status: u16, elsewhere: bool, absolute: bool) -> Response {
    let join = if seen.target.contains('?') { '&' } else { '?' };
    let target = format!("{}{join}moved", seen.target);
    let location = match (elsewhere, absolute) {
        (true, _) => format!("{}{target}", world.url_of_other()),
        (false, true) => format!("{}{target}", world.url_of_home()),
        (false, false) => format!("{}{target}", world.prefix()),
    };
    Response::new(status, "moved").header("Location", location)
}

/// Done; what became of it is at another address.
fn see_other(world: &mut World, seen: &Seen, elsewhere: bool) -> Response {
    carry_out(world, seen);
    let target = format!("/v1.0/results/{}", record(seen));
    let host = if elsewhere { world.url_of_other() } else { world.prefix() };
    Response::new(303, "").header("Location", host + &target)
}

fn serve(world: &mut World, seen: &Seen, fault: &Fault, rng: &mut fastrand::Rng) -> Response {
    let mut response = match fault {
        Fault::Refused { status, retry_after } => failure(world, *status, *retry_after),
        Fault::GatewayTimeout { retry_after, .. } => failure(world, 504, *retry_after),
        Fault::ServerError { status, .. } => failure(world, *status, None),
        _ if seen.target.starts_with("/v1.0/things") => page(world, seen, rng),
        _ if seen.target.starts_with(batch::TARGET) && fault.is_done() => batch::response(world, seen),
        _ if seen.target.starts_with("/v1.0/copies/") && fault.is_done() => jobs::copying(world),
        _ if seen.target.starts_with("/monitors/") => jobs::monitor(world),
        _ if seen.target.starts_with("/sessions/") => jobs::slice(world, seen, fault.is_done()),
        _ if seen.target.contains("/createUploadSession") => jobs::session(world),
        _ if seen.target.starts_with("/v1.0/files/") => {
            let file = seen.target.split('/').nth(3).unwrap();
            Response::new(302, "").header("Location", format!("{}/files/{file}", world.url_of_other()))
        }
        _ if seen.target.starts_with("/files/") => content(seen),
        _ => Response::new(200, r#"{"done":true}"#),
    };
    let writes = ["/v1.0/records/", "/v1.0/copies/"].iter().any(|path| seen.target.starts_with(path));
    if fault.is_done() && writes {
        carry_out(world, seen);
    }
    response.chunked = rng.bool();
    response
}

fn failure(world: &World, status: u16, wait: Option<RetryAfter>) -> Response {
    let response = Response::new(status, r#"{"error":{"code":"trouble","message":"later"}}"#);
    match wait {
        None => response,
        Some(RetryAfter::Seconds(text)) => response.header("Retry-After", text),
        Some(RetryAfter::Date(seconds)) => {
            let now = whole(world.time.date());
            let until = httpdate::fmt_http_date(now + Duration::from_secs(seconds));
            let response = response.header("Retry-After", until);
            if seconds % 2 == 0 && world.in_front.is_none() {
                response
            } else {
                response.header("Date", httpdate::fmt_http_date(now))
            }
        }
    }
}

/// A page of the list, with a link to the next one.
fn page(world: &World, seen: &Seen, rng: &mut fastrand::Rng) -> Response {
    let page = seen
        .target
        .split_once("skiptoken=p")
        .map_or(0, |(_, rest)| rest.split('&').next().unwrap().parse().unwrap());
    let items: Vec<_> = world.list.items(page).map(|number| format!(r#"{{"number":{number}}}"#)).collect();
    let base = if rng.bool() { world.url_of_home() } else { world.prefix() };
    let next = page + 1;
    let link = match world.list.end {
        _ if next < world.list.sizes.len() => Some(format!("{base}/v1.0/things?$skiptoken=p{next}")),
        End::Complete => None,
        End::Circle => Some(format!("{base}/v1.0/things")),
        End::Elsewhere => Some(strange_link(world, rng)),
    };
    let link = link.map_or(String::new(), |link| format!(r#""@odata.nextLink":"{link}","#));
    Response::new(200, format!(r#"{{{link}"value":[{}]}}"#, items.join(",")))
}

fn strange_link(world: &World, rng: &mut fastrand::Rng) -> String {
    let (home, other) = (world.url_of_home(), world.url_of_other());
    let (scheme, home) = home.split_once("://").unwrap();
    let (_, other) = other.split_once("://").unwrap();
    let authority = home.split('/').next().unwrap();
    let another_scheme = if scheme == "http" { "https" } else { "http" };
    let host = match rng.u8(..4) {
        0 => format!("{scheme}://{other}"),
        1 => format!("{scheme}://{authority}@{other}"),
        2 => format!("{another_scheme}://{home}"),
        _ => format!("//{other}"),
    };
    format!("{host}/v1.0/things?$skiptoken=strange")
}

/// A file, or what is asked for of it.
fn content(seen: &Seen) -> Response {
    let text = std::str::from_utf8(CONTENT).unwrap();
    let start = seen.header("range").and_then(|range| {
        range
            .strip_prefix("bytes=")?
            .split('-')
            .next()?
            .parse::<usize>()
            .ok()
            .filter(|start| *start < text.len())
    });
    let response = match start {
        None => Response::new(200, text),
        Some(start) => Response::new(206, &text[start..])
            .header("Content-Range", format!("bytes {start}-{}/{}", text.len() - 1, text.len())),
    };
    response.header("ETag", "\"1\"")
}

pub(super) fn record(seen: &Seen) -> String {
    let path = seen.target.split('?').next().unwrap();
    path.rsplit('/').next().unwrap().to_owned()
}

/// A write is carried out: `PATCH-once-3` is a PATCH, and may be written once.
pub(super) fn carry_out(world: &mut World, seen: &Seen) {
    let record = record(seen);
    let times = world.written.entry(record.clone()).or_default();
    *times += 1;
    let times = *times;
    world.assert(times == 1 || !record.contains("once"), || format!("{record} was written {times} times"));
    let mut parts = record.split('-');
    world.assert(parts.next() == Some(&seen.method), || format!("{record} was written by {}", seen.method));
    let body = String::from_utf8_lossy(&seen.body);
    let expected = match seen.method.as_str() {
        "DELETE" => String::new(),
        _ => format!(r#"{{"text":"of {record}"}}"#),
    };
    world.assert(body == expected, || format!("{record} was written with {body}"));
}
