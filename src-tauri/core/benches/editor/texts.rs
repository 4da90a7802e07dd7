//! Credentials files of any size as people have them.

use std::fmt::Write;

/// A file of `profiles` profiles as people have them: long-term keys, now and then a session.
pub fn ordinary(profiles: usize) -> Vec<u8> {
    let mut text = String::new();
    for number in 0..profiles {
        let gap = if number == 0 { "" } else { "\n" };
        let _ = write!(
            text,
            "{gap}[{}]\n\
             aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
             aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
            name(number)
        );
        if number % 10 == 3 {
            let token = "IQoJb3JpZ2luX2IQoJb3JpZ2luX2IQoJb3JpZ2luX2".repeat(8);
            let _ = write!(text, "aws_session_token = {token}\n# renewed by hand\nregion = eu-central-1\n");
        }
    }
    text.into_bytes()
}

/// The name of a profile of [`ordinary`].
pub fn name(number: usize) -> String {
    format!("customer-{number:06}")
}
