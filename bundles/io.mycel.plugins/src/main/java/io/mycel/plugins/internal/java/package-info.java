/** Plugins in Java: the first runtime, and the model of the others. */
package io.mycel.plugins.internal.java;
