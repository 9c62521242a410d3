#pragma once

/// Where `bp_test_fork` forks.
typedef enum {
  BP_FORK_IDLE = 0,       // while no loop runs
  BP_FORK_BUSY = 1,       // while another thread is inside a parallel loop
  BP_FORK_FROM_TASK = 2,  // in a task of a parallel loop
} bp_fork_place;

/// Forks, runs parallel loops in the child, and returns 0 if they did there what they should.
/// Otherwise the child's exit status, or -1 if it was killed, which it is when it hangs.
int bp_test_fork(bp_fork_place place);
