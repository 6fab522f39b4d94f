"""The vault (kho giấy tờ): what a person once received from the State or handed in, kept so that nobody asks for it again."""
