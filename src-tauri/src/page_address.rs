//! Addresses of the page: where it may go, and how a row travels in one.

use tauri::Url;

/// The page may go nowhere but to itself.
pub fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the same page under a name of its own.
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Text as it may stand behind the `#` of an address.
pub fn percent_encoded(text: &str) -> String {
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
    fn names_travel_whole_in_an_address() {
        assert_eq!(percent_encoded("a b/#ü"), "a%20b%2F%23%C3%BC");
    }
}
