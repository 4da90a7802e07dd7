//! Which hosts the SDK's own rules lead to, in every partition. The network in between is a proxy on
//! loopback that writes down whom it was to connect to, and connects to nobody.

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use daypass_adapters::clock::SystemClock;
use daypass_adapters::sts::{Network, Patience, Sts};
use daypass_core::failure::{Code, CodeFate};
use daypass_core::keys::LongTermKey;
use daypass_core::ports::{Directory, SessionTokenAsk, TokenIssuer};
use daypass_core::route::Route;
use daypass_core::secret::Secret;
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::stage::{KEY, SECRET, nowhere};
use super::tls;

/// An issuer whose every connection ends at the proxy, and what the proxy was asked for.
struct Stage {
    sts: Sts,
    hosts: UnboundedReceiver<String>,
    _bundle: NamedTempFile,
}

impl Stage {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (asked, hosts) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                client.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").await.unwrap();
                let head = String::from_utf8(head).unwrap();
                let host = head.strip_prefix("CONNECT ").unwrap().split(' ').next().unwrap();
                asked.send(host.to_owned()).unwrap();
            }
        });
        // The system's certificates would take longer to read than everything else here.
        let (_, bundle) = tls::trusted_server();
        let path = OsString::from(bundle.path());
        let network = Network::from_lookup(&|name| match name {
            "https_proxy" => Some(OsString::from(&address)),
            "AWS_CA_BUNDLE" => Some(path.clone()),
            _ => None,
        });
        // One try: the pause before a second one is longer than the whole time.
        let patience = Patience { pause: Duration::from_secs(60), ..Patience::default() };
        let sts = Sts::new(Arc::new(SystemClock), nowhere(), network).with_patience(patience);
        Self { sts, hosts, _bundle: bundle }
    }

    /// The hosts that a session and a list of devices would come from.
    async fn hosts(&mut self, route: &Route) -> (String, String) {
        let key = key();
        let ask = SessionTokenAsk { key: &key, mfa: None, seconds: 900, route };
        let failure = self.sts.session_token(ask).await.unwrap_err();
        assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
        let sts = self.hosts.recv().await.unwrap();
        let failure = self.sts.mfa_devices(&key, route).await.unwrap_err();
        assert_eq!(failure.code, Code::Unreachable, "{failure:?}");
        (sts, self.hosts.recv().await.unwrap())
    }
}

fn key() -> LongTermKey {
    LongTermKey { id: KEY.into(), secret: Secret::new(SECRET.into()) }
}

/// A region of a partition; the partition's regular and dual-stack suffix; the hosts of IAM: regular,
/// FIPS, dual-stack, both. From the partitions and endpoint rules that AWS publishes with its SDKs.
type Row = (&'static str, &'static str, &'static str, [&'static str; 4]);

const TABLE: [Row; 9] = [
    ("eu-central-1", "amazonaws.com", "api.aws", AWS_IAM),
    // One of those that the global endpoint once stood for.
    ("us-east-1", "amazonaws.com", "api.aws", AWS_IAM),
    (
        "cn-north-1",
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
        [
            "iam.cn-north-1.amazonaws.com.cn",
            "iam-fips.amazonaws.com.cn",
            "iam.global.api.amazonwebservices.com.cn",
            "iam-fips.api.amazonwebservices.com.cn",
        ],
    ),
    (
        "us-gov-west-1",
        "amazonaws.com",
        "api.aws",
        ["iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com", "iam.us-gov.api.aws", "iam.us-gov.api.aws"],
    ),
    (
        "eusc-de-east-1",
        "amazonaws.eu",
        "api.amazonwebservices.eu",
        [
            "iam.eusc-de-east-1.amazonaws.eu",
            "iam-fips.amazonaws.eu",
            "iam.global.api.amazonwebservices.eu",
            "iam-fips.api.amazonwebservices.eu",
        ],
    ),
    (
        "us-iso-east-1",
        "c2s.ic.gov",
        "api.aws.ic.gov",
        [
            "iam.us-iso-east-1.c2s.ic.gov",
            "iam-fips.us-iso-east-1.c2s.ic.gov",
            "iam.api.aws.ic.gov",
            "iam-fips.api.aws.ic.gov",
        ],
    ),
    (
        "us-isob-east-1",
        "sc2s.sgov.gov",
        "api.aws.scloud",
        [
            "iam.us-isob-east-1.sc2s.sgov.gov",
            "iam-fips.us-isob-east-1.sc2s.sgov.gov",
            "iam.api.aws.scloud",
            "iam-fips.api.aws.scloud",
        ],
    ),
    (
        "eu-isoe-west-1",
        "cloud.adc-e.uk",
        "api.cloud-aws.adc-e.uk",
        [
            "iam.eu-isoe-west-1.cloud.adc-e.uk",
            "iam-fips.cloud.adc-e.uk",
            "iam.api.cloud-aws.adc-e.uk",
            "iam-fips.api.cloud-aws.adc-e.uk",
        ],
    ),
    (
        "us-isof-south-1",
        "csp.hci.ic.gov",
        "api.aws.hci.ic.gov",
        [
            "iam.us-isof-south-1.csp.hci.ic.gov",
            "iam-fips.csp.hci.ic.gov",
            "iam.api.aws.hci.ic.gov",
            "iam-fips.api.aws.hci.ic.gov",
        ],
    ),
];

const AWS_IAM: [&str; 4] =
    ["iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws", "iam-fips.global.api.aws"];

/// GovCloud's regular endpoints are its FIPS endpoints.
fn sts_hosts((region, regular, dual_stack, _): Row) -> [String; 4] {
    let fips = if region.starts_with("us-gov-") { "sts" } else { "sts-fips" };
    [
        format!("sts.{region}.{regular}"),
        format!("{fips}.{region}.{regular}"),
        format!("sts.{region}.{dual_stack}"),
        format!("sts-fips.{region}.{dual_stack}"),
    ]
}

#[tokio::test]
async fn every_partition_has_its_hosts() {
    let mut stage = Stage::new().await;
    for row in TABLE {
        let (region, .., iam) = row;
        let kinds = [(false, false), (true, false), (false, true), (true, true)];
        for (((fips, dual_stack), sts), iam) in kinds.into_iter().zip(sts_hosts(row)).zip(iam) {
            let route = Route { region: region.into(), fips, dual_stack, ..Route::default() };
            let expected = (format!("{sts}:443"), format!("{iam}:443"));
            assert_eq!(stage.hosts(&route).await, expected, "{region}, FIPS {fips}, dual-stack {dual_stack}");
        }
    }
}

#[tokio::test]
async fn an_endpoint_of_one_s_own_is_asked_for_its_service_alone() {
    let mut stage = Stage::new().await;
    let route = Route { region: "eu-central-1".into(), ..Route::default() };
    let sts = Route { endpoint: Some("https://sts.corp.example:8443".into()), ..route.clone() };
    let iam = Route { iam_endpoint: Some("https://iam.corp.example/path".into()), ..route };
    let own = |host: &str| host.to_owned();
    assert_eq!(stage.hosts(&sts).await, (own("sts.corp.example:8443"), own("iam.amazonaws.com:443")));
    assert_eq!(
        stage.hosts(&iam).await,
        (own("sts.eu-central-1.amazonaws.com:443"), own("iam.corp.example:443"))
    );
}

#[tokio::test]
async fn what_the_sdk_s_rules_refuse_is_told_and_nobody_is_asked() {
    let mut stage = Stage::new().await;
    let own = Some("https://sts.corp.example".to_owned());
    for (fips, dual_stack) in [(true, false), (false, true)] {
        let route = Route {
            region: "eu-central-1".into(),
            endpoint: own.clone(),
            fips,
            dual_stack,
            ..Route::default()
        };
        let key = key();
        let ask = SessionTokenAsk { key: &key, mfa: None, seconds: 900, route: &route };
        let failure = stage.sts.session_token(ask).await.unwrap_err();
        assert_eq!((failure.code, failure.fate), (Code::BadEndpoint, CodeFate::Unspent), "{failure:?}");
        assert!(failure.message.contains("endpoint_url") && failure.hint.contains("to false"), "{failure}");
        assert!(stage.hosts.try_recv().is_err());
    }
}
