// Any counterexample kills a mutant, so do not search for the smallest.
require('fast-check').configureGlobal({ endOnFailure: true });
