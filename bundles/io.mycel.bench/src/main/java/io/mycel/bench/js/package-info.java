/**
 * JavaScript plugins measured from within: each {@link io.mycel.bench.js.Probe} runs in a JVM of
 * its own that is started as the server's is.
 */
package io.mycel.bench.js;
