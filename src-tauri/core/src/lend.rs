//! A written session, lent to what a person asks for by name: the clipboard, a shell, the AWS console.
//!
//! Its keys stand in the credentials file already. They never pass through the page.

use crate::aws_config::AwsConfig;
use crate::failure::{Code, Failure};
use crate::keys::SessionCredentials;
use crate::local;
use crate::login::written_at;
use crate::ports::Ports;
use crate::profile::visible;
use crate::route::Route;
use crate::secret::Secret;
use crate::session::{has_token, session_in};
use crate::survey::survey;
use crate::text::Text;

/// A session that lives, as it stands in the file.
#[derive(Debug)]
pub struct Lent {
    /// The profile that holds it.
    pub target: String,
    /// Where its requests go.
    pub route: Route,
    /// Its keys.
    pub credentials: SessionCredentials,
    /// Whether it is a role's, as far as the files tell: those alone open the AWS console.
    pub of_role: bool,
}

/// How a shell sets variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `export NAME=value`: sh, bash, zsh, fish.
    Posix,
    /// `$Env:NAME = "value"`.
    PowerShell,
}

impl Shell {
    /// The shell that a person has most likely on this platform.
    #[must_use]
    pub const fn of_this_platform() -> Self {
        if cfg!(windows) { Self::PowerShell } else { Self::Posix }
    }
}

/// Reads a session out of the file.
///
/// # Errors
/// [`Code::UnknownProfile`]; [`Code::NoSession`] when there is none or it has ended; the file's failure.
pub async fn lend(ports: &Ports, name: &str) -> Result<Lent, Failure> {
    let found = survey(ports).await?;
    let (target, route) = written_at(&found.catalog, name)?;
    let credentials = credentials_in(&found.aws, target, ports)?;
    if credentials.expires <= found.now(ports).aws() {
        return Err(no_session(text!("The session in profile “{}” has ended.", visible(target))));
    }
    let of_role = found.catalog.roles.iter().any(|role| role.target == target);
    Ok(Lent { target: target.to_owned(), route: route.clone(), credentials, of_role })
}

fn credentials_in(aws: &AwsConfig, target: &str, ports: &Ports) -> Result<SessionCredentials, Failure> {
    let section = aws.profile(target).filter(|section| has_token(*section));
    let section = section
        .ok_or_else(|| no_session(text!("The session in profile “{}” is not there.", visible(target))))?;
    let secret =
        |name: &str| section.get(name).filter(|value| is_plain(value)).map(|v| Secret::new(v.to_owned()));
    let whole = || {
        Some(SessionCredentials {
            access_key_id: section.get("aws_access_key_id").filter(|id| is_plain(id))?.to_owned(),
            secret_access_key: secret("aws_secret_access_key")?,
            session_token: secret("aws_session_token").or_else(|| secret("aws_security_token"))?,
            expires: session_in(section, &|wall| local::instant_of(wall, ports.clock.as_ref()))?.expires,
        })
    };
    whole().ok_or_else(|| no_session(text!("The session in profile “{}” is not whole.", visible(target))))
}

/// Letters, digits and what base64 has besides: nothing that a shell or an address would read as more.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte))
}

fn no_session(message: Text) -> Failure {
    Failure::new(Code::NoSession, message, text!("Sign in with a new code, then try again."))
}

impl Lent {
    /// The lines that give a shell this session, with the names that AWS's tools read (AWS CLI User
    /// Guide, "Environment variables"; the end as `aws configure export-credentials` writes it).
    #[must_use]
    pub fn variables(&self, shell: Shell) -> Secret {
        let ends = self.credentials.expires.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let pairs = [
            ("AWS_ACCESS_KEY_ID", self.credentials.access_key_id.as_str()),
            ("AWS_SECRET_ACCESS_KEY", self.credentials.secret_access_key.expose()),
            ("AWS_SESSION_TOKEN", self.credentials.session_token.expose()),
            ("AWS_CREDENTIAL_EXPIRATION", ends.as_str()),
        ];
        let longest = pairs.iter().map(|(name, value)| name.len() + value.len() + 16).sum();
        // One buffer from the start: one that grew would leave copies behind.
        let mut lines = String::with_capacity(longest);
        for (name, value) in pairs {
            let parts = match shell {
                Shell::Posix => ["export ", name, "=", value, "\n"],
                Shell::PowerShell => ["$Env:", name, "=\"", value, "\"\n"],
            };
            lines.extend(parts);
        }
        Secret::new(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lent() -> Lent {
        Lent {
            target: "prod-mfa".to_owned(),
            route: Route::default(),
            credentials: SessionCredentials {
                access_key_id: "ASIAIOSFODNN7EXAMPLE".to_owned(),
                secret_access_key: Secret::new("wJalr/K7+EXAMPLEKEY".to_owned()),
                session_token: Secret::new("AQoEXAMPLE==".to_owned()),
                expires: "2026-11-22T18:02:00Z".parse().unwrap(),
            },
            of_role: false,
        }
    }

    #[test]
    fn each_shell_has_its_lines() {
        assert_eq!(
            lent().variables(Shell::Posix).expose(),
            "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\n\
             export AWS_SECRET_ACCESS_KEY=wJalr/K7+EXAMPLEKEY\n\
             export AWS_SESSION_TOKEN=AQoEXAMPLE==\n\
             export AWS_CREDENTIAL_EXPIRATION=2026-11-22T18:02:00Z\n"
        );
        let lines = lent().variables(Shell::PowerShell);
        assert!(lines.expose().starts_with("$Env:AWS_ACCESS_KEY_ID=\"ASIAIOSFODNN7EXAMPLE\"\n"));
    }

    #[test]
    fn what_a_shell_would_run_is_not_plain() {
        for value in ["", "a b", "$(reboot)", "a;b", "`id`", "a\"b", "a'b", "a\nb"] {
            assert!(!is_plain(value), "{value:?}");
        }
        assert!(is_plain("FwoGZXIvYXdzE+/_-=="));
    }

    #[test]
    fn the_whole_of_it_shows_no_secret() {
        let shown = format!("{:?}", lent());
        assert!(!shown.contains("wJalr") && !shown.contains("AQoEXAMPLE"), "{shown}");
    }
}
