/** Plugins: what they say of themselves, and who runs them. */
@Export
@Version("1.1.0")
package io.mycel.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
