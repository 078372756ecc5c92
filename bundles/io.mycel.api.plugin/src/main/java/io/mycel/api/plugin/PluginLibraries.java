package io.mycel.api.plugin;

import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Libraries by the URLs that plugins write: those of the well-known content networks are taken from
 * the packages that they serve, all are kept by content, so that the same plugin finds the same
 * library again, without a network too.
 */
@ProviderType
public interface PluginLibraries {

  /**
   * A library.
   *
   * @param url as the plugin wrote it, resolved
   * @return fails with what was asked for, what stood in the way, and the remedy
   */
  CompletionStage<Library> fetch(URI url);

  /**
   * A library that was fetched.
   *
   * @param url to which what it names itself is relative
   * @param mediaType such as {@code text/javascript}
   * @param content must not be changed
   * @param sha256 of the content, in hexadecimal digits
   */
  record Library(URI url, String mediaType, byte[] content, String sha256) {}
}
