/**
 * Core RPC as seen by everyone: peers, services, remote functions, values that pass between
 * languages.
 */
@Export
@Version("1.4.0")
package io.mycel.api.rpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
