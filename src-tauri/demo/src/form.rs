//! Parameters of the AWS query protocol: a form-encoded body (WHATWG URL standard, section 5.1).

/// The parameters of one request.
#[derive(Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body; what is no pair becomes a name with an empty value.
    pub fn parse(body: &[u8]) -> Self {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        let split = |pair: &[u8]| {
            let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decode(&pair[..end]), decode(pair.get(end + 1..).unwrap_or_default()))
        };
        Self(pairs.map(split).collect())
    }

    /// Returns a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the members of a list, such as `Tags.member.1.Key` for `Tags` and `.Key`.
    pub fn members(&self, list: &str, suffix: &str) -> Vec<&str> {
        let member = |index: usize| self.get(&format!("{list}.member.{index}{suffix}"));
        (1..).map_while(member).collect()
    }

    /// Returns every pair.
    pub fn pairs(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }
}

fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| hex_pair(after)).flatten();
        bytes.push(match (escaped, *first) {
            (Some(byte), _) => byte,
            (None, b'+') => b' ',
            (None, byte) => byte,
        });
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_escapes_spaces_lists_and_odd_ends() {
        let form = Form::parse(b"Action=A%3Ab+c&x&y=%zz%4&L.member.1.K=1&L.member.2.K=2&e=%C3%A9");
        assert_eq!(form.get("Action"), Some("A:b c"));
        assert_eq!(form.get("x"), Some(""));
        assert_eq!(form.get("y"), Some("%zz%4"));
        assert_eq!(form.get("e"), Some("é"));
        assert_eq!(form.members("L", ".K"), ["1", "2"]);
        assert_eq!(form.get("none"), None);
    }
}
