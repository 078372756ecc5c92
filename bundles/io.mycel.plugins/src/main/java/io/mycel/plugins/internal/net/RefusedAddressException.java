package io.mycel.plugins.internal.net;

import java.io.IOException;

/** A host has no address that may be asked. */
final class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException(String host) {
    super(host + " is in a private network or on this machine; such addresses are refused");
  }
}
