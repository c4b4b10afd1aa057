//! Divides work into fixed tasks and runs them on threads; results are in the order of the tasks.
//!
//! The division never depends on the number of threads, so no result does.

use std::thread;

/// Runs `task(0)`, `task(1)`, … `task(tasks - 1)` on at most `threads` threads; results in order.
///
/// A panic inside a task continues in the caller.
pub fn in_order<T: Send>(tasks: usize, threads: usize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = threads.clamp(1, tasks.max(1));
    if workers == 1 {
        return (0..tasks).map(task).collect();
    }
    let task = &task;
    thread::scope(|scope| {
        let bounds = |worker: usize| worker * tasks / workers;
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                let range = bounds(worker)..bounds(worker + 1);
                scope.spawn(move || range.map(task).collect::<Vec<T>>())
            })
            .collect();
        let mut results = Vec::with_capacity(tasks);
        for handle in handles {
            match handle.join() {
                Ok(part) => results.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_tasks_on_any_number_of_threads() {
        let expected: Vec<usize> = (0..37).map(|task| task * task).collect();
        for threads in [0, 1, 2, 3, 16, 100] {
            assert_eq!(in_order(37, threads, |task| task * task), expected);
        }
        assert!(in_order(0, 4, |task| task).is_empty());
    }
}
