/**
 * Tools for plugin authors, which need no server. Only types of the JDK stand here, so that a
 * launcher can share this package with a framework that it starts.
 */
@Export
@Version("1.0.0")
package io.mycel.api.plugin.tools;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
