/**
 * A JavaScript engine as its users see it: contexts, sources, values, host functions. Whatever runs
 * the JavaScript stays inside the bundle that provides the engine; no type of it is seen here.
 */
@Export
@Version("1.0.0")
package io.mycel.js.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
