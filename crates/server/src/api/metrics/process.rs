//! What the process takes from the machine, as the kernel tells it under `/proc`. Systems without that show nothing.

use std::{fs, sync::atomic::AtomicU64};

use prometheus_client::{
    metrics::{counter::ConstCounter, gauge::ConstGauge, gauge::Gauge},
    registry::Registry,
};

/// `USER_HZ`: 100 on every Linux that runs us, whatever the kernel itself ticks at.
const TICKS_PER_SECOND: f64 = 100.0;

/// Adds the usual figures under their usual names.
pub(super) fn register(registry: &mut Registry) {
    let of = registry.sub_registry_with_prefix("process");
    if let Some(seconds) = cpu_seconds() {
        of.register("cpu_seconds", "Processor time used", ConstCounter::new(seconds));
    }
    if let Some(bytes) = resident_bytes() {
        let gauge = Gauge::<f64, AtomicU64>::default();
        gauge.set(bytes);
        of.register("resident_memory_bytes", "Memory in use", gauge);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        let open = i64::try_from(open.count()).unwrap_or(i64::MAX);
        of.register("open_fds", "Open files and connections", ConstGauge::new(open));
    }
}

fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in brackets, may hold anything.
    let after_name = stat.rsplit_once(')')?.1;
    let mut ticks = after_name.split_whitespace().skip(11).map(|number| number.parse::<f64>().ok());
    Some((ticks.next()?? + ticks.next()??) / TICKS_PER_SECOND)
}

fn resident_bytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_on_linux_knows_what_it_takes() {
        assert!(cpu_seconds().expect("the kernel tells") >= 0.0);
        assert!(resident_bytes().expect("the kernel tells") > 1024.0 * 1024.0);
    }
}
