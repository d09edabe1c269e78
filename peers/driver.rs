//! What each peer's `calls` is asked to do, and what it says: `calls URL calls COUNT AT_ONCE` prints the seconds that so many
//! calls take and the process's peak of memory in KiB, `calls URL pages` the seconds and the number of users in all pages.

use std::env;
use std::error::Error;
use std::time::Instant;

use futures_util::stream::{self, StreamExt as _};

pub type Problem = Box<dyn Error>;

/// What the server calls the user.
const NAME: &str = "Adele Vance";

pub struct Asked {
    pub base: String,
    pub pages: bool,
    count: usize,
    at_once: usize,
}

pub fn asked() -> Result<Asked, Problem> {
    let mut arguments = env::args().skip(1);
    let base = arguments.next().ok_or("no URL")?;
    let pages = arguments.next().is_some_and(|mode| mode == "pages");
    let mut number = || arguments.next().map_or(Ok(1), |number| number.parse());
    Ok(Asked { base, pages, count: number()?, at_once: number()? })
}

pub fn run(work: impl Future<Output = Result<(), Problem>>) -> Result<(), Problem> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// Each call must bring the user's name.
pub async fn calls(asked: &Asked, call: impl AsyncFn() -> Result<String, Problem>) -> Result<(), Problem> {
    // The first opens the connection.
    is_expected(call().await?)?;
    let begin = Instant::now();
    let mut running = stream::iter(0..asked.count).map(|_| call()).buffer_unordered(asked.at_once);
    while let Some(name) = running.next().await {
        is_expected(name?)?;
    }
    println!("{} {}", begin.elapsed().as_secs_f64(), peak_memory()?);
    Ok(())
}

/// In KiB. What the parent learns of a child, `ru_maxrss`, counts what the parent itself had when it forked.
/// <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>
fn peak_memory() -> Result<u64, Problem> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn is_expected(name: String) -> Result<(), Problem> {
    if name == NAME { Ok(()) } else { Err("another name came than the server sent".into()) }
}

/// Reads all pages; `read` gives the number of users.
#[allow(dead_code, reason = "not every peer follows pages")]
pub async fn pages(read: impl AsyncFn() -> Result<usize, Problem>) -> Result<(), Problem> {
    let begin = Instant::now();
    let users = read().await?;
    println!("{} {users}", begin.elapsed().as_secs_f64());
    Ok(())
}
