package woad.compute;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of managed disks. They differ in price and speed elsewhere; here all of them are the host's storage. */
public enum DiskSku {
    @JsonProperty("Standard_LRS") STANDARD_LRS("Standard_LRS", "Standard"),
    @JsonProperty("StandardSSD_LRS") STANDARD_SSD_LRS("StandardSSD_LRS", "Standard"),
    @JsonProperty("Premium_LRS") PREMIUM_LRS("Premium_LRS", "Premium");

    private final String text;
    private final String tier;

    DiskSku(String text, String tier) {
        this.text = text;
        this.tier = tier;
    }

    /** As in requests and answers: {@code Premium_LRS}. */
    public String text() {
        return text;
    }

    /** {@code Standard} or {@code Premium}. */
    public String tier() {
        return tier;
    }
}
