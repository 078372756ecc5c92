/** Tests inside the framework. */
package io.mycel.itest.framework;
