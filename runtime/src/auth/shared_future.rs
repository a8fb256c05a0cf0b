//! A future that several tasks wait for.
//!
//! The waiting tasks poll it, so that it needs no task of its own and continues when any one of them is dropped; it
//! ends when all are.

use crate::base::{BoxFuture, lock};
use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

pub(crate) struct SharedFuture<T> {
    work: Mutex<Work<T>>,
    waiting: Arc<Wakers>,
}

enum Work<T> {
    Running(BoxFuture<T>),
    Done(T),
    /// It panicked.
    Lost,
}

/// The wakers of all waiters. Waking one is not enough: it may be dropped before it runs.
#[derive(Default)]
struct Wakers {
    by_ticket: Mutex<(u64, BTreeMap<u64, Waker>)>,
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

impl Wakers {
    fn wake_all(&self) {
        let wakers = mem::take(&mut lock(&self.by_ticket).1);
        wakers.into_values().for_each(Waker::wake);
    }
}

impl<T: Clone> SharedFuture<T> {
    pub(crate) fn new(work: BoxFuture<T>) -> Arc<Self> {
        Arc::new(Self {
            work: Mutex::new(Work::Running(work)),
            waiting: Arc::default(),
        })
    }

    /// Waits for the result; `None` if the work panicked.
    pub(crate) fn join(self: Arc<Self>) -> Waiter<T> {
        let ticket = {
            let mut by_ticket = lock(&self.waiting.by_ticket);
            by_ticket.0 += 1;
            by_ticket.0
        };
        Waiter { shared: self, ticket }
    }
}

/// Waits for a [`SharedFuture`].
pub(crate) struct Waiter<T> {
    shared: Arc<SharedFuture<T>>,
    ticket: u64,
}

impl<T: Clone> Future for Waiter<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let waiting = &self.shared.waiting;
        let mut work = lock(&self.shared.work);
        let mut future = match mem::replace(&mut *work, Work::Lost) {
            Work::Running(future) => future,
            Work::Done(result) => {
                *work = Work::Done(result.clone());
                return Poll::Ready(Some(result));
            }
            Work::Lost => return Poll::Ready(None),
        };
        // Before the work is polled, or a wake in between would be lost.
        let _replaced = lock(&waiting.by_ticket).1.insert(self.ticket, cx.waker().clone());
        let over = Over(waiting);
        let waker = Waker::from(Arc::clone(waiting));
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(result) => {
                *work = Work::Done(result.clone());
                drop(work);
                drop(over);
                Poll::Ready(Some(result))
            }
            Poll::Pending => {
                *work = Work::Running(future);
                mem::forget(over);
                Poll::Pending
            }
        }
    }
}

/// Wakes all waiters when the work ends, even by a panic.
struct Over<'a>(&'a Wakers);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.wake_all();
    }
}

impl<T> Drop for Waiter<T> {
    fn drop(&mut self) {
        // Dropped after the lock is: a waker may own a task that waits here, too.
        let _waker = lock(&self.shared.waiting.by_ticket).1.remove(&self.ticket);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn slow() -> Arc<SharedFuture<u8>> {
        SharedFuture::new(Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            tokio::task::yield_now().await;
            7
        }))
    }

    #[tokio::test(start_paused = true)]
    async fn all_get_the_result() {
        let shared = slow();
        let waiting: Vec<_> = (0..100).map(|_| tokio::spawn(Arc::clone(&shared).join())).collect();
        for waiter in waiting {
            assert_eq!(waiter.await.unwrap(), Some(7));
        }
        assert_eq!(shared.join().await, Some(7), "who comes late too");
    }

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_without_who_began_it() {
        let shared = slow();
        let first = tokio::spawn(Arc::clone(&shared).join());
        tokio::task::yield_now().await;
        let second = tokio::spawn(Arc::clone(&shared).join());
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(second.await.unwrap(), Some(7));
        assert!(lock(&shared.waiting.by_ticket).1.is_empty());
    }

    #[tokio::test]
    async fn a_panic_reaches_one_and_ends_it_for_all() {
        let shared = SharedFuture::<u8>::new(Box::pin(async {
            tokio::task::yield_now().await;
            panic!("the source is broken")
        }));
        let waiting: Vec<_> = (0..3).map(|_| tokio::spawn(Arc::clone(&shared).join())).collect();
        let lost = AtomicUsize::new(0);
        for waiter in waiting {
            match waiter.await {
                Err(error) => assert!(error.is_panic()),
                Ok(result) => {
                    assert_eq!(result, None);
                    lost.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        assert_eq!(lost.into_inner(), 2);
    }
}
