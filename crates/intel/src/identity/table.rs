//! Reads the crate's own tables: comma-separated, a heading row, quotes where a cell holds a comma.

/// The rows below the heading that have N cells (or more: the rest is for people).
pub(super) fn rows<const N: usize>(table: &str) -> Vec<[String; N]> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .filter_map(|line| cells(line).get(..N)?.to_vec().try_into().ok())
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => {
                if let Some(cell) = out.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    out
}
