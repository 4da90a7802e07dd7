//! Words where there is not room for all.

/// Windows shows at most this many UTF-16 units of a tooltip (`NOTIFYICONDATAW.szTip` has 128 with
/// the one that ends it), and cuts without asking where.
const TOOLTIP_UNITS: usize = 127;

/// Whole lines as long as they fit, the most urgent first; an ellipsis says that there are more.
pub(super) fn fitting(lines: &[String]) -> String {
    let all = lines.join("\n");
    if units(&all) <= TOOLTIP_UNITS {
        return all;
    }
    let mut text = String::new();
    for line in lines {
        let longer = if text.is_empty() { line.clone() } else { format!("{text}\n{line}") };
        if units(&longer) + units("\n…") > TOOLTIP_UNITS {
            break;
        }
        text = longer;
    }
    match lines.first().filter(|_| text.is_empty()) {
        Some(line) => cut(line),
        None => format!("{text}\n…"),
    }
}

/// As much of one line as there is room for; no character is torn.
fn cut(line: &str) -> String {
    let mut left = TOOLTIP_UNITS - units("…");
    let fits = |character: &char| {
        let rest = left.checked_sub(character.len_utf16());
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    format!("{}…", line.chars().take_while(fits).collect::<String>())
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_whole() {
        let lines = ["prod: until 18:00".to_owned(), "dev: ended 11:00".to_owned()];
        assert_eq!(fitting(&lines), "prod: until 18:00\ndev: ended 11:00");
        assert_eq!(fitting(&[]), "");
    }

    #[test]
    fn the_most_urgent_lines_stay_and_the_rest_is_hinted_at() {
        let lines: Vec<String> = (0..9).map(|n| format!("identity-{n}: until 18:00 (5 h left)")).collect();
        let text = fitting(&lines);
        assert_eq!(text, format!("{}\n{}\n{}\n…", lines[0], lines[1], lines[2]));
        assert!(units(&text) <= 127);
    }

    #[test]
    fn one_long_name_is_cut_between_its_characters() {
        let text = fitting(&["𝒹".repeat(100)]);
        assert_eq!(text, format!("{}…", "𝒹".repeat(63)));
        assert_eq!(units(&text), 127);
        assert_eq!(units(&fitting(&["x".repeat(128)])), 127);
    }
}
