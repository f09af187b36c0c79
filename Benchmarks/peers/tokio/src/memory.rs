//! Tokio › Memory: what the kernel says that this process occupies.

/// A field of /proc/self/status in KiB.
pub fn field(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("/proc is mounted");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the kernel tells it");
    line.trim().trim_end_matches(" kB").parse().expect("a number of KiB")
}

/// What is resident now, and the page tables that it takes to find it.
pub fn occupied_bytes() -> usize {
    (field("VmRSS:") + field("VmPTE:")) * 1024
}
