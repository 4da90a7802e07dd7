//! The AWS console for a role's session: AWS's sign-in page gives a token for it, and the token opens
//! the console once, within 15 minutes (IAM User Guide, "Enable custom identity broker access to the
//! AWS console").

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use daypass_core::failure::{Code, Failure};
use daypass_core::lend::Lent;
use daypass_core::partition;
use daypass_core::secret::Secret;
use daypass_core::text;
use daypass_core::text::Text;

use crate::sts::{Network, connector};

/// For the connection, and for the whole question.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);
/// A sign-in token has some kilobytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// AWS's sign-in page.
#[derive(Clone, Debug)]
pub struct Console {
    network: Network,
    own: Option<String>,
}

impl Console {
    /// The sign-in pages of AWS.
    #[must_use]
    pub fn of_aws(network: Network) -> Self {
        Self { network, own: None }
    }

    /// A sign-in page of our own at `endpoint`, for sessions that come from there.
    #[must_use]
    pub fn at(endpoint: &str) -> Self {
        Self { network: Network::default(), own: Some(endpoint.to_owned()) }
    }

    /// The address that opens the console as the session's role. It is as secret as the session.
    ///
    /// # Errors
    /// [`Code::NoConsole`] when AWS opens none for this session, [`Code::Unreachable`] when its sign-in
    /// page does not answer.
    pub async fn address(&self, lent: &Lent) -> Result<Secret, Failure> {
        if !lent.of_role {
            return Err(not_a_role(&lent.target));
        }
        let doors = self.doors(lent)?;
        let question = Zeroizing::new(format!("{}?{}", doors.signin, getting(lent)?.as_str()));
        let answer = tokio::time::timeout(WHOLE, self.ask(&question, lent)).await;
        let token = answer.unwrap_or_else(|_| Err(unreachable("no answer in time")))?;
        let login = Zeroizing::new(
            form_urlencoded::Serializer::new(String::new())
                .append_pair("Action", "login")
                .append_pair("Destination", &doors.destination)
                .append_pair("SigninToken", token.expose())
                .finish(),
        );
        Ok(Secret::new(format!("{}?{}", doors.signin, login.as_str())))
    }

    fn doors(&self, lent: &Lent) -> Result<Doors, Failure> {
        if let Some(endpoint) = &self.own {
            return Ok(Doors {
                signin: format!("{endpoint}/federation"),
                destination: format!("{endpoint}/"),
            });
        }
        if let Some(endpoint) = &lent.route.endpoint {
            return Err(no_console(text!("the endpoint {}", endpoint)));
        }
        Doors::of_region(&lent.route.region).ok_or_else(|| no_console(text!("region {}", &lent.route.region)))
    }

    async fn ask(&self, address: &str, lent: &Lent) -> Result<Secret, Failure> {
        let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT).build();
        let connector = connector(&self.network, address, lent.route.ca_bundle.as_deref(), settings)?;
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(address).map_err(|_| unreachable("the address is malformed"))?;
        let answer = connector.call(request).await.map_err(|error| unreachable(&error.to_string()))?;
        let status = answer.status().as_u16();
        let mut body = Zeroizing::new(Vec::new());
        let mut chunks = ByteStream::new(answer.into_body());
        while let Some(chunk) = chunks.next().await {
            body.extend_from_slice(&chunk.map_err(|error| unreachable(&error.to_string()))?);
            if body.len() > LONGEST_ANSWER {
                return Err(unreachable("the answer is longer than 64 KiB"));
            }
        }
        match serde_json::from_slice::<Answer>(&body) {
            Ok(answer) if status == 200 => Ok(Secret::new(answer.signin_token)),
            Ok(_) | Err(_) if status == 200 || status >= 500 => Err(unreachable(&format!("status {status}"))),
            Ok(_) | Err(_) => Err(refused(status)),
        }
    }
}

/// Where a partition's consoles are entered.
struct Doors {
    signin: String,
    destination: String,
}

impl Doors {
    fn of_region(region: &str) -> Option<Self> {
        let (signin, console) = match partition::of_region(region)? {
            "aws" => (format!("{region}.signin.aws.amazon.com"), format!("{region}.console.aws.amazon.com")),
            "aws-cn" => ("signin.amazonaws.cn".to_owned(), "console.amazonaws.cn".to_owned()),
            "aws-us-gov" => {
                ("signin.amazonaws-us-gov.com".to_owned(), "console.amazonaws-us-gov.com".to_owned())
            }
            _ => return None,
        };
        Some(Self {
            signin: format!("https://{signin}/federation"),
            destination: format!("https://{console}/console/home?region={region}"),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Session<'a> {
    session_id: &'a str,
    session_key: &'a str,
    session_token: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "SigninToken")]
    signin_token: String,
}

/// The question without a duration: the console's session ends with the role's.
fn getting(lent: &Lent) -> Result<Zeroizing<String>, Failure> {
    let session = Session {
        session_id: &lent.credentials.access_key_id,
        session_key: lent.credentials.secret_access_key.expose(),
        session_token: lent.credentials.session_token.expose(),
    };
    let json = serde_json::to_string(&session).map_err(|error| unreachable(&error.to_string()))?;
    let json = Zeroizing::new(json);
    let mut question = form_urlencoded::Serializer::new(String::new());
    question.append_pair("Action", "getSigninToken").append_pair("Session", &json);
    Ok(Zeroizing::new(question.finish()))
}

fn not_a_role(target: &str) -> Failure {
    Failure::new(
        Code::NoConsole,
        text!("AWS opens its console for sessions of roles only, and “{}” holds a user's own.", target),
        text!("Open the console from a role, or sign in there with the user's password."),
    )
}

fn no_console(where_from: Text) -> Failure {
    Failure::new(
        Code::NoConsole,
        text!("This session comes from {}, for which Daypass knows no console.", where_from),
        text!("Open the console in your browser yourself."),
    )
}

fn refused(status: u16) -> Failure {
    Failure::new(
        Code::NoConsole,
        text!("AWS's sign-in page did not take this session."),
        text!(
            "Sign in to the role again; a role that was assumed through another role may be refused there."
        ),
    )
    .with_detail(format!("status {status}"))
}

fn unreachable(why: &str) -> Failure {
    Failure::new(
        Code::Unreachable,
        text!("AWS's sign-in page could not be reached."),
        text!("Check the network and the proxy, then try again."),
    )
    .with_detail(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_partition_has_its_doors() {
        let doors = |region: &str| Doors::of_region(region).map(|doors| (doors.signin, doors.destination));
        let of = |signin: &str, console: &str| Some((signin.to_owned(), console.to_owned()));
        assert_eq!(
            doors("eu-central-1"),
            of(
                "https://eu-central-1.signin.aws.amazon.com/federation",
                "https://eu-central-1.console.aws.amazon.com/console/home?region=eu-central-1"
            )
        );
        assert_eq!(
            doors("cn-north-1"),
            of(
                "https://signin.amazonaws.cn/federation",
                "https://console.amazonaws.cn/console/home?region=cn-north-1"
            )
        );
        assert_eq!(
            doors("us-gov-west-1"),
            of(
                "https://signin.amazonaws-us-gov.com/federation",
                "https://console.amazonaws-us-gov.com/console/home?region=us-gov-west-1"
            )
        );
        assert_eq!(doors("us-iso-east-1"), None);
    }
}
