/**
 * A client of Mycel or Hypha for any Java program; start with {@link io.mycel.client.HyphaClient}.
 */
@Export
@Version("1.0.0")
package io.mycel.client;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
