//! tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One
//! operation is a round trip. The address is that of `bench echo_server PORT`.

use crate::measurement::{shares, warmed, Failure, Measurement, Outcome, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const CONNECTIONS: usize = 1000;
const BYTES: usize = 100;

pub fn measure(runtime: &Runtime, request: Request) -> Result<Measurement, Failure> {
    let address =
        request.url.clone().ok_or("tcp_echo needs the address of a server, such as 127.0.0.1:7007")?;
    warmed(move |count| echo_all(count, address.clone()))(runtime, request)
}

async fn echo_all(count: usize, address: String) -> Outcome {
    let mut tasks = Vec::new();
    for share in shares(count, CONNECTIONS) {
        tasks.push(tokio::spawn(echo(share, address.clone())));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn echo(count: usize, address: String) -> Outcome {
    let mut connection = TcpStream::connect(address).await?;
    connection.set_nodelay(true)?;
    let mut message = [0; BYTES];
    for _ in 0..count {
        connection.write_all(&message).await?;
        connection.read_exact(&mut message).await?;
    }
    Ok(())
}

/// Serves until it is killed.
pub async fn serve(port: usize) -> Outcome {
    let listener = TcpListener::bind(("127.0.0.1", port.try_into()?)).await?;
    loop {
        let (mut connection, _) = listener.accept().await?;
        tokio::spawn(async move {
            connection.set_nodelay(true)?;
            let mut buffer = [0; 4096];
            loop {
                let count = connection.read(&mut buffer).await?;
                if count == 0 {
                    return std::io::Result::Ok(());
                }
                connection.write_all(&buffer[..count]).await?;
            }
        });
    }
}
