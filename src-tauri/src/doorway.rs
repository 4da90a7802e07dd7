//! An address that is a secret, handed to the browser: not on its command line, which other users of the
//! machine can read, but by a page on loopback that sends it on, once.

use std::net::Ipv4Addr;
use std::time::Duration;

use daypass_core::failure::{Code, Failure};
use daypass_core::secret::Secret;
use daypass_core::text;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zeroize::Zeroizing;

/// A browser that has to be started first takes its time.
const OPEN_FOR: Duration = Duration::from_secs(60);
/// A browser sends its request at once.
const REQUEST_TIME: Duration = Duration::from_secs(5);

/// Opens `address` in the user's browser.
///
/// # Errors
/// [`Code::NoBrowser`] when there is none, or no port on loopback.
pub async fn open(address: Secret) -> Result<(), Failure> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(|e| no_browser(&e.to_string()))?;
    let port = listener.local_addr().map_err(|e| no_browser(&e.to_string()))?.port();
    let path = random_path()?;
    let door = format!("http://127.0.0.1:{port}{path}");
    let waiting = tokio::spawn(tokio::time::timeout(OPEN_FOR, stand_open(listener, path, address)));
    let opened = tokio::task::spawn_blocking(move || open::that_detached(door)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            waiting.abort();
            Err(no_browser(&error.to_string()))
        }
        Err(error) => Err(no_browser(&error.to_string())),
    }
}

/// Answers until the one who knows the path has come.
async fn stand_open(listener: TcpListener, path: String, address: Secret) {
    while let Ok((stream, _)) = listener.accept().await {
        let answered = tokio::time::timeout(REQUEST_TIME, answer(stream, &path, &address)).await;
        if matches!(answered, Ok(Ok(true))) {
            return;
        }
    }
}

/// Whether the request was for the path: then it was sent on.
async fn answer(mut stream: TcpStream, path: &str, address: &Secret) -> std::io::Result<bool> {
    let mut head = [0; 4096];
    let mut length = 0;
    while !head[..length].contains(&b'\n') && length < head.len() {
        match stream.read(&mut head[length..]).await? {
            0 => break,
            more => length += more,
        }
    }
    let knows = head[..length].starts_with(format!("GET {path} ").as_bytes());
    let answer = if knows {
        format!(
            "HTTP/1.1 303 See Other\r\nLocation: {}\r\nCache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            address.expose()
        )
    } else {
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
    };
    stream.write_all(Zeroizing::new(answer).as_bytes()).await?;
    stream.shutdown().await?;
    Ok(knows)
}

/// A path that nobody guesses: 128 bits of the system's randomness.
fn random_path() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| no_browser(&error.to_string()))?;
    Ok(bytes.iter().fold(String::from("/"), |path, byte| format!("{path}{byte:02x}")))
}

fn no_browser(why: &str) -> Failure {
    Failure::new(
        Code::NoBrowser,
        text!("Your browser could not be opened."),
        text!("Set a default browser, or use the command line: daypass console prints the address."),
    )
    .with_detail(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(port: u16, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn only_who_knows_the_path_is_sent_on_and_only_once() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = Secret::new("https://example.com/federation?SigninToken=secret".into());
        let standing = tokio::spawn(stand_open(listener, "/abc".into(), address));
        for stranger in ["/", "/ab", "/abcd", "/favicon.ico"] {
            let answer = ask(port, stranger).await;
            assert!(
                answer.starts_with("HTTP/1.1 404 ") && !answer.contains("secret"),
                "{stranger}: {answer}"
            );
        }
        let answer = ask(port, "/abc").await;
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        assert!(
            answer.contains("Location: https://example.com/federation?SigninToken=secret\r\n"),
            "{answer}"
        );
        standing.await.unwrap();
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "the door is closed");
    }

    #[test]
    fn no_two_paths_are_the_same() {
        let (one, other) = (random_path().unwrap(), random_path().unwrap());
        assert_eq!((one.len(), one == other), (33, false));
    }
}
