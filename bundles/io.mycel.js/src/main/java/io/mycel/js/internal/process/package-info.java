/** Plugins in processes of their own: the way there, the child, and who watches over it. */
package io.mycel.js.internal.process;
