//! `serve`: the pages, on a loopback address alone until people can sign in.

use std::net::SocketAddr;

use web::House;

use super::Session;
use crate::exit::{Exit, Failure};

pub fn run(session: Session, listen: SocketAddr) -> Result<Exit, Failure> {
    if !listen.ip().is_loopback() {
        return Err(Failure::WrongUse(format!(
            "{listen} can be reached from other computers, and nobody has to sign in yet; listen on 127.0.0.1 or [::1]"
        )));
    }
    let waiting = match session.store.location().file() {
        Some(file) => file.with_file_name("waiting-files"),
        None => std::env::temp_dir().join(format!("wardline-waiting-files-{}", std::process::id())),
    };
    std::fs::create_dir_all(&waiting).map_err(|source| Failure::File {
        path: waiting.display().to_string(),
        source,
    })?;
    let house = House::new(session.store, session.organisation, jiff::Timestamp::now, waiting);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Failure::File {
            path: "the runtime".into(),
            source,
        })?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(|source| Failure::File {
            path: format!("listening on {listen}"),
            source,
        })?;
        let address = listener.local_addr().unwrap_or(listen);
        eprintln!("Wardline is at http://{address} (stop it with Ctrl+C)");
        let stop = async {
            let interrupted = tokio::signal::ctrl_c();
            let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
            tokio::select! {
                _ = interrupted => {}
                () = async { match ended.as_mut() { Some(s) => { s.recv().await; } None => std::future::pending().await } } => {}
            }
        };
        web::serve(listener, house, stop).await.map_err(|source| Failure::File {
            path: format!("serving {address}"),
            source,
        })?;
        Ok(Exit::Done)
    })
}
