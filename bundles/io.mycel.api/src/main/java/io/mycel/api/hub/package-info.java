/** The hub: workspaces, clients, the service registry, users. */
@Export
@Version("1.4.0")
package io.mycel.api.hub;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
