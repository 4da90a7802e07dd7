//! `NO_PROXY` as people write it, in the forms that the HTTP client knows.
//!
//! The client itself knows names with or without a leading dot (each with all below it), addresses and
//! networks such as `10.0.0.0/8`, all without a port, and `*` for names alone (hyper-util,
//! `client::proxy::matcher`). Python, and so the AWS CLI, also takes `*` for everything and `host:port`;
//! `*.suffix` is often written for `.suffix`.

/// The rules that hold for an endpoint, or for AWS's own; none when no proxy is wanted at all.
pub(super) fn rules_for(rules: &str, endpoint: Option<&str>) -> Option<String> {
    let port = endpoint.map_or(443, port_of);
    let known: Vec<&str> = rules.split(',').filter_map(|rule| known(rule.trim(), port)).collect();
    (!known.contains(&"*")).then(|| known.join(","))
}

/// A rule as the client knows it; none when it is for another port.
fn known(rule: &str, port: u16) -> Option<&str> {
    let (host, wanted) = match rule.rsplit_once(':') {
        // More colons are an IPv6 address, unless brackets set the port apart.
        Some((host, digits)) if !host.contains(':') || host.ends_with(']') => (host, digits.parse().ok()),
        Some(_) | None => (rule, None),
    };
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let host = if host.starts_with("*.") { host.trim_start_matches('*') } else { host };
    wanted.is_none_or(|wanted: u16| wanted == port).then_some(host)
}

/// The port of a URL that was checked to be one.
fn port_of(url: &str) -> u16 {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let after_address = authority.rsplit(']').next().unwrap_or(authority);
    let given = after_address.rsplit_once(':').and_then(|(_, digits)| digits.parse().ok());
    given.unwrap_or(if scheme == "http" { 80 } else { 443 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_knows_is_passed_on() {
        for rules in [".corp.example", "corp.example", "10.0.0.0/8", "::1", "2001:db8::/32", "127.0.0.1"] {
            assert_eq!(rules_for(rules, None).unwrap(), rules);
        }
        assert_eq!(rules_for(" localhost , 10.1.2.3,", None).unwrap(), "localhost,10.1.2.3,");
    }

    #[test]
    fn a_star_is_for_every_host_unless_for_another_port() {
        for rules in ["*", "a.example, *", "*:443"] {
            assert_eq!(rules_for(rules, None), None, "{rules}");
        }
        assert_eq!(rules_for("*:80", None).unwrap(), "");
    }

    #[test]
    fn a_port_is_compared_and_taken_off() {
        let local = Some("http://127.0.0.1:4566/path:99");
        assert_eq!(rules_for("127.0.0.1:4566,other:80", local).unwrap(), "127.0.0.1");
        assert_eq!(rules_for("sts.example:443,sts.example:8443", None).unwrap(), "sts.example");
        assert_eq!(rules_for("localhost:80", Some("http://localhost")).unwrap(), "localhost");
        assert_eq!(rules_for("[::1]:4566", Some("http://[::1]:4566")).unwrap(), "::1");
        assert_eq!(rules_for("[::1]:80", Some("http://[::1]")).unwrap(), "::1");
    }

    #[test]
    fn a_star_before_a_suffix_is_the_suffix() {
        assert_eq!(
            rules_for("*.corp.example,*.corp.example:443", None).unwrap(),
            ".corp.example,.corp.example"
        );
    }
}
