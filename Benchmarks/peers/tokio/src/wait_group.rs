//! Tokio › WaitGroup: waits until a number of tasks have ended.
//!
//! Tokio's own way: every task holds a sender of a channel that nobody sends on, and the receiver sees
//! the end when the last of them has been dropped.

use std::future::Future;
use tokio::sync::mpsc;

pub struct WaitGroup {
    member: mpsc::Sender<()>,
    end: mpsc::Receiver<()>,
}

impl WaitGroup {
    pub fn new() -> WaitGroup {
        let (member, end) = mpsc::channel(1);
        WaitGroup { member, end }
    }

    pub fn spawn<Work>(&self, work: Work)
    where
        Work: Future + Send + 'static,
        Work::Output: Send,
    {
        let member = self.member.clone();
        tokio::spawn(async move {
            let _output = work.await;
            drop(member);
        });
    }

    pub async fn wait(mut self) {
        drop(self.member);
        self.end.recv().await;
    }
}
