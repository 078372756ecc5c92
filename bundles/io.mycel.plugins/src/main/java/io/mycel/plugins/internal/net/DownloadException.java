package io.mycel.plugins.internal.net;

import java.io.IOException;
import java.net.URI;

/** What a URL names cannot be had. The message names the URL, the cause and what to do. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(URI url, String message) {
    super(url + ": " + message);
  }

  DownloadException(URI url, String message, Throwable cause) {
    super(url + ": " + message, cause);
  }
}
