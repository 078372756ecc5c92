/**
 * The engine for programs that are not the hub: what {@code io.mycel.client} and other plain Java
 * programs build on.
 */
// No import of its own: the engine may be replaced without anybody being wired to the old one.
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package io.mycel.rpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
