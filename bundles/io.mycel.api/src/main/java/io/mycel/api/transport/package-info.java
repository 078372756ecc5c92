/** Connections: what carries frames between a client and the core. */
@Export
@Version("1.2.0")
package io.mycel.api.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
