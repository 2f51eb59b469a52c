namespace OnDeviceRec.Jobs.Lists;

/// <summary>What copying one position of a session gives to an item.</summary>
/// <param name="Back">The position, 1 for the session's last item that the model knows, 2 for the one before.</param>
/// <param name="Share">Its share of the item's probability.</param>
public readonly record struct PositionShare(int Back, double Share);
