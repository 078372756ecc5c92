/** HTTP routes, meters and health checks that any bundle may add. */
@Export
@Version("1.1.0")
package io.mycel.api.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
