/**
 * Core RPC v1, the dialect between an ImJoy core and its plugins (imjoy-rpc, api_version 0.2.3):
 * object trees over a {@link io.mycel.api.transport.MessagePort}. Values are those of {@code
 * io.mycel.api.rpc}.
 */
@Export
@Version("1.0.0")
package io.mycel.api.rpc.v1;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
