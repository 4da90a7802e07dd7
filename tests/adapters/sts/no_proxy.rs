//! `NO_PROXY` in each form that people write, over sockets.

use daypass_core::failure::Code;
use tokio::net::TcpListener;

use super::proxy::plain;

/// A proxy that takes connections and answers nothing.
async fn silent_proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            drop(connection);
        }
    });
    address
}

/// Whether the proxy is left out for a host. `PORT` stands for the endpoint's port.
async fn goes_directly(host: &str, rules: &str) -> bool {
    let proxy = silent_proxy().await;
    // The port is known only when the server runs, so it is found out before the rules are read.
    let mut stage = plain(vec![]).await;
    let port = stage.server.address().port();
    let rules = rules.replace("PORT", &port.to_string());
    stage.pass_through(&[("HTTP_PROXY", &proxy), ("NO_PROXY", &rules)]);
    stage.route.endpoint = Some(format!("http://{host}:{port}"));
    match stage.log_in().await {
        Ok(_) => true,
        // A name that nobody knows is looked up here only when no proxy does it.
        Err(failure) if failure.code == Code::Unreachable => true,
        Err(failure) => {
            assert_eq!(failure.code, Code::Ambiguous, "{failure:?}");
            false
        }
    }
}

#[tokio::test]
async fn every_form_leaves_out_what_it_names_and_nothing_else() {
    for (rules, host, direct) in [
        ("*", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.2", "127.0.0.1", false),
        ("127.0.0.0/8", "127.0.0.1", true),
        ("10.0.0.0/8, 192.168.0.0/16", "127.0.0.1", false),
        ("127.0.0.1:PORT", "127.0.0.1", true),
        ("127.0.0.1:1", "127.0.0.1", false),
        ("localhost", "localhost", true),
        ("other, LocalHost ", "localhost", true),
        (".localhost", "localhost", true),
        ("localhost:PORT", "localhost", true),
        ("calhost", "localhost", false),
        (".corp.invalid", "sts.corp.invalid", true),
        ("corp.invalid", "sts.corp.invalid", true),
        ("*.corp.invalid", "sts.corp.invalid", true),
        ("rp.invalid", "sts.corp.invalid", false),
        ("", "127.0.0.1", false),
    ] {
        assert_eq!(goes_directly(host, rules).await, direct, "NO_PROXY={rules} for {host}");
    }
}
