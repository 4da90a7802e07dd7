//! Addresses of the page: where it may go, and what travels in one.

use tauri::Url;

/// What stands for the settings where else the name of a row does.
pub const SETTINGS: &str = ":settings";

/// The page may go nowhere but to itself.
pub fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the same page under a name of its own.
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// The page's address: with the row to open on, and the theme and language that were chosen, because
/// a page that is not there yet hears no event.
pub fn of_page(profile: Option<&str>, theme: Option<&str>, language: Option<&str>) -> String {
    let chosen = [("theme", theme), ("lang", language)];
    let chosen =
        chosen.iter().filter_map(|(name, value)| Some(format!("{name}={}", percent_encoded((*value)?))));
    let query = chosen.collect::<Vec<_>>().join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    let row = profile.map_or_else(String::new, |name| format!("#{}", percent_encoded(name)));
    format!("index.html{mark}{query}{row}")
}

/// Text as it may stand in an address.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_at_home() {
        let own = |url: &str| is_own_page(&url.parse().unwrap());
        assert!(own("tauri://localhost") && own("tauri://localhost/index.html#prod"));
        for url in [
            "https://example.com/",
            "tauri://localhost.evil.example/",
            "http://tauri.localhost.evil/",
            "file:///etc/passwd",
            "about:blank",
        ] {
            assert!(!own(url), "{url}");
        }
    }

    #[test]
    fn what_was_chosen_stands_in_the_address() {
        assert_eq!(of_page(None, None, None), "index.html");
        assert_eq!(of_page(Some("a b"), None, None), "index.html#a%20b");
        assert_eq!(of_page(None, Some("dark"), None), "index.html?theme=dark");
        assert_eq!(of_page(Some("x"), Some("light"), Some("pt-BR")), "index.html?theme=light&lang=pt%2DBR#x");
        assert_eq!(of_page(None, None, Some("&x=<")), "index.html?lang=%26x%3D%3C");
    }

    #[test]
    fn names_travel_whole_in_an_address() {
        assert_eq!(percent_encoded("a b/#ü"), "a%20b%2F%23%C3%BC");
    }
}
