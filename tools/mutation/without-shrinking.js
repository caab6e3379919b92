// A mutant is dead by any counterexample: the smallest is not wanted.
require('fast-check').configureGlobal({ endOnFailure: true });
