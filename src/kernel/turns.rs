//! A fair queue for work that only a few requests may do at once. Each person has one place in the queue, so that
//! a hundred requests of one person do not hold up everybody else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// Who waits: any name that is the same in all requests of one person.
type Places = HashMap<String, Arc<Semaphore>>;

/// Allows a number of turns at once, one per person.
#[derive(Debug)]
pub struct Turns {
    all: Arc<Semaphore>,
    places: Arc<Mutex<Places>>,
}

/// A turn; it ends when this is dropped.
#[derive(Debug)]
pub struct Turn {
    /// Released before the place in the queue, so that the next person gets it.
    all: Option<OwnedSemaphorePermit>,
    place: Option<OwnedSemaphorePermit>,
    person: String,
    places: Arc<Mutex<Places>>,
}

impl Turns {
    pub fn new(at_once: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(at_once)), places: Arc::default() }
    }

    /// Waits for a turn of this person. Different persons get turns in the order in which they asked.
    ///
    /// # Errors
    /// Never while the value lives.
    pub async fn of(&self, person: &str) -> Result<Turn, AcquireError> {
        let place = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(
                places.entry(person.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(1))),
            )
        };
        let mut turn = Turn {
            all: None,
            place: None,
            person: person.to_owned(),
            places: Arc::clone(&self.places),
        };
        turn.place = Some(place.acquire_owned().await?);
        turn.all = Some(Arc::clone(&self.all).acquire_owned().await?);
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.all = None;
        self.place = None;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody else with this name waits: only the map refers to the place.
        if places.get(&self.person).is_some_and(|place| Arc::strong_count(place) == 1) {
            places.remove(&self.person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    #[actix_web::test]
    async fn who_asks_a_hundred_times_waits_behind_who_asks_once() {
        let turns = Arc::new(Turns::new(1));
        let order = Arc::new(Mutex::new(Vec::new()));
        let first = turns.of("many").await.unwrap();
        let mut waiting = Vec::new();
        for person in ["many"; 5].into_iter().chain(["one"]) {
            let (turns, order) = (Arc::clone(&turns), Arc::clone(&order));
            waiting.push(actix_web::rt::spawn(async move {
                let turn = turns.of(person).await.unwrap();
                order.lock().unwrap().push(person);
                drop(turn);
            }));
            tokio::task::yield_now().await;
        }
        drop(first);
        for one in waiting {
            one.await.unwrap();
        }
        let order = order.lock().unwrap().clone();
        // To show that the test can fail: by order of requests, "one" would be the last of six.
        assert!(order.iter().position(|person| *person == "one").unwrap() <= 1, "{order:?}");
        assert!(turns.places.lock().unwrap().is_empty(), "nobody waits any more");
    }

    #[actix_web::test]
    async fn who_gives_up_waiting_leaves_no_place_behind() {
        let turns = Turns::new(1);
        let held = turns.of("one").await.unwrap();
        assert!(timeout(Duration::from_millis(5), turns.of("other")).await.is_err());
        drop(held);
        assert!(turns.places.lock().unwrap().is_empty());
    }
}
