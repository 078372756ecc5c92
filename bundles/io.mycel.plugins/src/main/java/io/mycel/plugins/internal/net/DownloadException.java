package io.mycel.plugins.internal.net;

import java.io.IOException;
import java.net.URI;

/** What a URL names cannot be had. The message names the URL, the cause and what to do. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final int status;

  DownloadException(URI url, String message) {
    this(url, 0, message, null);
  }

  DownloadException(URI url, String message, Throwable cause) {
    this(url, 0, message, cause);
  }

  DownloadException(URI url, int status, String message, Throwable cause) {
    super(url + ": " + message, cause);
    this.status = status;
  }

  /** What the server answered; 0 if it did not come to an answer. */
  public int status() {
    return status;
  }

  /** True if it is not allowed to be had, whatever the server says. */
  public boolean isRefusal() {
    return status == 0 && (getCause() == null || getCause() instanceof RefusedAddressException);
  }

  /** True if the server says that there is nothing there. */
  public boolean isNotFound() {
    return status == NOT_FOUND || status == GONE;
  }
}
