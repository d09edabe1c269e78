//! What a process has used, and the middle of many figures.

use std::error::Error;
use std::fs;

/// CPU time of all threads of this process, in seconds.
///
/// # Errors
/// Where there is no `/proc`.
pub fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let mut nanoseconds = 0.0;
    for task in
        fs::read_dir("/proc/self/task").map_err(|_| "this benchmark reads /proc, which only Linux has")?
    {
        let stat = fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += stat.split_whitespace().next().ok_or("an empty schedstat")?.parse::<f64>()?;
    }
    Ok(nanoseconds / 1e9)
}

/// The peak of this process's resident memory (`VmHWM`), in MB.
///
/// # Errors
/// Where there is no `/proc`.
pub fn peak_memory() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim_end_matches("kB").trim().parse::<f64>()? * 1024.0 / 1e6)
}

/// The middle one.
pub fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or_default()
}
