/** Plugins in JavaScript: their way from a file to functions that others call. */
package io.mycel.js.internal.plugin;
