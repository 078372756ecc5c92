/**
 * The soak: a server under everything that clients do to it, well-behaved and not, for minutes,
 * while its bundles are replaced; and a verdict on what that left behind.
 */
package io.mycel.bench.soak;
